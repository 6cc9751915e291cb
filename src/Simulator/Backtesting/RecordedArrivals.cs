using System.Collections.Immutable;

namespace SageServe.Simulator;

/// <summary>
/// Requests of one series as its demand bins told them: as many in each bin as were counted, with as many tokens together. Only what no bin
/// tells is drawn: the moments within the bin, and how its tokens are shared out. A Poisson count around the counted one would have the
/// load swing twice.
/// </summary>
/// <param name="bins">Of one series, ascending, none over another.</param>
/// <param name="sizes">How sizes spread; they are scaled to each bin's means.</param>
/// <param name="longest">Prompt and output together that the model takes.</param>
/// <param name="share">Of the requests that come, each by its own draw.</param>
internal sealed class RecordedArrivals(ImmutableArray<DemandBin> bins, ISizes sizes, int longest, double share)
{
    /// <summary>Requests of a series in one bin; more is refused rather than held in memory.</summary>
    public const int MostInBin = 5_000_000;

    private double[] _prompts = [];
    private double[] _outputs = [];

    /// <summary>Ascending by time; same stream, same arrivals.</summary>
    public IEnumerable<SimulatedArrival> Draw(RandomStream random)
    {
        var (counts, moments, draws) = (random.Child("counts"), random.Child("moments"), random.Child("sizes"));

        // What is left of a count that is no whole number goes into the next bin, so that none is lost.
        var left = counts.NextDouble();
        for (var b = 0; b < bins.Length; b++)
        {
            var bin = bins[b];
            if (bin.RequestsPerSecond <= 0)
            {
                continue;
            }

            var counted = bin.RequestsPerSecond * bin.Length.TotalSeconds + left;
            var whole = (int)Math.Min(MostInBin + 1L, (long)Math.Floor(counted + 1e-6));
            left = Math.Max(0, counted - whole);
            var count = whole > MostInBin ? throw TooMany(bin) : Kept(whole, counts);
            Share(bin, count, draws);
            var slope = Slope(b);
            var passed = 0.0;
            for (var i = 0; i < count; i++)
            {
                // The least of those that are left, each uniform over what is left of the bin.
                passed += (1 - passed) * (1 - Math.Pow(moments.NextDouble(), 1.0 / (count - i)));
                yield return Arrival(bin, Math.Min((long)(Leaning(passed, slope) * bin.Length.Ticks), bin.Length.Ticks - 1), i);
            }
        }
    }

    /// <summary>
    /// How a longer bin's load rises within it, over its mean: along its neighbours, so that load moves from bin to bin and does not jump.
    /// A minute's neighbours are mostly noise.
    /// </summary>
    private double Slope(int index)
    {
        var bin = bins[index];
        if (bin.Length <= TimeSpan.FromMinutes(1))
        {
            return 0;
        }

        double Rate(int other, Instant edge) =>
            other >= 0 && other < bins.Length && (other < index ? bins[other].Start + bins[other].Length : bins[other].Start) == edge ? bins[other].RequestsPerSecond : bin.RequestsPerSecond;
        return Math.Clamp((Rate(index + 1, bin.Start + bin.Length) - Rate(index - 1, bin.Start)) / 2 / bin.RequestsPerSecond, -2, 2);
    }

    /// <summary>Where a share of the requests has passed when their density rises by this slope around 1; ascending in the share.</summary>
    private static double Leaning(double share, double slope)
    {
        if (Math.Abs(slope) < 1e-6)
        {
            return share;
        }

        var first = 1 - slope / 2;
        return Math.Clamp((Math.Sqrt(Math.Max(0, first * first + 2 * slope * share)) - first) / slope, 0, 1);
    }

    private int Kept(int count, RandomStream random)
    {
        if (share >= 1)
        {
            return count;
        }

        var kept = 0;
        for (var i = 0; i < count; i++)
        {
            kept += random.NextDouble() < share ? 1 : 0;
        }

        return kept;
    }

    /// <summary>Sizes of a bin's requests: drawn, then scaled so that they add up to what the bin says.</summary>
    private void Share(DemandBin bin, int count, RandomStream random)
    {
        if (count > _prompts.Length)
        {
            (_prompts, _outputs) = (new double[2 * count], new double[2 * count]);
        }

        var (prompts, outputs) = (0.0, 0.0);
        for (var i = 0; i < count; i++)
        {
            var (prompt, output) = sizes.Draw(random);
            (_prompts[i], _outputs[i]) = (prompt, output);
            (prompts, outputs) = (prompts + prompt, outputs + output);
        }

        for (var i = 0; i < count; i++)
        {
            _prompts[i] *= bin.PromptTokensPerSecond / bin.RequestsPerSecond * count / prompts;
            _outputs[i] *= bin.OutputTokensPerSecond / bin.RequestsPerSecond * count / outputs;
        }
    }

    private SimulatedArrival Arrival(DemandBin bin, long after, int index)
    {
        var prompt = (int)Math.Clamp(Math.Round(_prompts[index]), 1, Math.Max(1, longest - 1));
        var output = (int)Math.Clamp(Math.Round(_outputs[index]), 1, Math.Max(1, longest - prompt));
        var series = bin.Series;
        return new SimulatedArrival(bin.Start + TimeSpan.FromTicks(after), series.Model, series.Origin, series.Tier, prompt, output, series.Tier.IsInteractive());
    }

    private static BadInputException TooMany(DemandBin bin) => new(
        $"{bin.Series.Model} from {bin.Series.Origin}, {bin.Series.Tier.WireName()}: more than {MostInBin} requests in the {DurationText.Exact(bin.Length)} from {bin.Start.ToDateTimeOffset():yyyy-MM-dd HH:mm}. Look at the unit of its rate, or give shorter bins.");
}
