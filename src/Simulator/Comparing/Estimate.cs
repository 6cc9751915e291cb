using MathNet.Numerics.Distributions;

namespace SageServe.Simulator;

/// <summary>A mean over seeds, or a figure of all seeds together, with its 95 % confidence interval (Student's t, n - 1 degrees of freedom).</summary>
/// <param name="Mean">Of the runs that have the figure; or the figure of all of them together.</param>
/// <param name="Low">Lower end; null with fewer than two runs, which say nothing about the spread.</param>
/// <param name="High">Upper end.</param>
/// <param name="Count">Runs behind it.</param>
public readonly record struct Estimate(double Mean, double? Low, double? High, int Count)
{
    /// <summary>Null without a sample.</summary>
    public static Estimate? Of(IReadOnlyList<double> samples)
    {
        if (samples.Count == 0)
        {
            return null;
        }

        var mean = samples.Sum() / samples.Count;
        if (samples.Count == 1)
        {
            return new Estimate(mean, null, null, 1);
        }

        var variance = samples.Sum(s => (s - mean) * (s - mean)) / (samples.Count - 1);
        var half = StudentT.InvCDF(0, 1, samples.Count - 1, 0.975) * Math.Sqrt(variance / samples.Count);
        return new Estimate(mean, mean - half, mean + half, samples.Count);
    }

    /// <summary>
    /// The same interval around another figure: percentiles of all seeds' requests together, which are better than the mean of the seeds' own
    /// percentiles and spread from one set of seeds to the next as these do.
    /// </summary>
    public Estimate Around(double figure) => this with { Mean = figure, Low = Low + (figure - Mean), High = High + (figure - Mean) };

    /// <summary>The interval cut to what the figure can be: no share is above 1 and no duration below 0.</summary>
    public Estimate Within(double least, double most) => this with
    {
        Low = Low is { } low ? Math.Max(least, low) : null,
        High = High is { } high ? Math.Min(most, high) : null,
    };
}
