using System.Collections.Immutable;

namespace SageServe.Simulator;

/// <summary>
/// Demand before the start as gateways would have counted it. Counts are drawn with the generator's own swings, from another seed than the
/// run's, so that a forecast can't know the day; sizes enter by their means, with the noise that a sum of so many has.
/// </summary>
internal static class PastBins
{
    /// <summary>Of one request's tokens around their mean, for the noise of a bin's sum (chat, Azure 2023: 0.97).</summary>
    private const double SizeVariation = 1;

    /// <param name="generator">Whose past.</param>
    /// <param name="bins">Starts of the bins, envelope time, ascending.</param>
    /// <param name="length">Of a bin, envelope time.</param>
    /// <param name="seconds">Of a bin, request time: rates are per second of request time.</param>
    /// <param name="random">A stream that no run uses.</param>
    public static IEnumerable<DemandBin> Of(LoadGenerator generator, IEnumerable<Instant> bins, TimeSpan length, double seconds, RandomStream random)
    {
        foreach (var start in bins)
        {
            var total = Enumerable.Range(0, generator.Cells.Length).Sum(i => generator.Rate(i, start + length / 2, TimeSpan.MinValue));
            var swing = Swing(generator, total, seconds, random);
            for (var i = 0; i < generator.Cells.Length; i++)
            {
                var cell = generator.Cells[i];
                var count = Draws.Poisson(random, generator.Rate(i, start + length / 2, TimeSpan.MinValue) * swing * seconds);
                var noise = count == 0 ? 0 : 1 + SizeVariation * random.NextGaussian() / Math.Sqrt(count);
                var prompt = Math.Max(0, count * generator.Sizes.MeanPrompt * noise);
                var output = Math.Max(0, count * generator.Sizes.MeanOutput * noise);
                yield return new DemandBin(new DemandSeriesId(cell.Model, cell.Region, cell.Tier), start, length, prompt / seconds, output / seconds, count / seconds);
            }
        }
    }

    /// <summary>One factor for the whole bin with the variance that the mean of the swings over it has.</summary>
    private static double Swing(LoadGenerator generator, double rate, double seconds, RandomStream random)
    {
        var variance = 0.0;
        foreach (var swing in generator.Swings)
        {
            var mean = rate * swing.Over.TotalSeconds;
            variance += mean <= 0 ? 0 : Math.Max(0, swing.Dispersion - 1) / mean * Math.Min(1, swing.Over.TotalSeconds / seconds);
        }

        return variance <= 0 ? 1 : Draws.GammaAroundOne(random, 1 / variance);
    }
}
