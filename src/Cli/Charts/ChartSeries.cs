using System.Collections.Immutable;

namespace SageServe.Cli;

/// <summary>What an <see cref="XyChart"/> draws, in its own units.</summary>
/// <param name="Name">Stands at its end or in the legend; empty draws it unnamed.</param>
/// <param name="Shape">How it is drawn.</param>
/// <param name="Points">Sorted by x, but for dots.</param>
/// <param name="Colour">Number of the palette; each number also has its own dash pattern, so that lines differ in grey.</param>
internal sealed record ChartSeries(string Name, SeriesShape Shape, ImmutableArray<ChartPoint> Points, int Colour)
{
    /// <summary>Quiet lines are thin and grey: references, limits, y = x.</summary>
    public bool Quiet { get; init; }

    public static ChartSeries Line(string name, IEnumerable<(double X, double Y)> points, int colour) =>
        new(name, SeriesShape.Line, [.. points.Select(p => new ChartPoint(p.X, p.Y))], colour);

    public static ChartSeries Step(string name, IEnumerable<(double X, double Y)> points, int colour) =>
        new(name, SeriesShape.Step, [.. points.Select(p => new ChartPoint(p.X, p.Y))], colour);

    public static ChartSeries Dots(string name, IEnumerable<(double X, double Y)> points, int colour) =>
        new(name, SeriesShape.Dots, [.. points.Select(p => new ChartPoint(p.X, p.Y))], colour);

    /// <summary>A grey straight line, such as y = x or a target.</summary>
    public static ChartSeries Reference(string name, (double X, double Y) from, (double X, double Y) to) =>
        new(name, SeriesShape.Line, [new(from.X, from.Y), new(to.X, to.Y)], 0) { Quiet = true };

    /// <summary>Share of the samples at or below each value; at most 400 corners however many samples there are.</summary>
    public static ChartSeries Cdf(string name, IReadOnlyCollection<double> samples, int colour)
    {
        const int Corners = 400;
        var sorted = samples.Order().ToArray();
        var count = Math.Min(Corners, sorted.Length);
        return Step(
            name,
            Enumerable.Range(1, count).Select(i => (long)i * sorted.Length / count).Select(rank => (sorted[rank - 1], rank / (double)sorted.Length)),
            colour);
    }

    /// <summary>Layers that stand on each other, the first at the bottom; every layer has a value at each of the same x.</summary>
    public static IReadOnlyList<ChartSeries> Stack(IReadOnlyList<double> x, params IReadOnlyList<(string Name, IReadOnlyList<double> Values, int Colour)> layers)
    {
        var floor = new double[x.Count];
        var stacked = new List<ChartSeries>();
        foreach (var (name, values, colour) in layers)
        {
            var points = ImmutableArray.CreateBuilder<ChartPoint>(x.Count);
            for (var i = 0; i < x.Count; i++)
            {
                points.Add(new ChartPoint(x[i], floor[i] + values[i], floor[i]));
                floor[i] += values[i];
            }

            stacked.Add(new ChartSeries(name, SeriesShape.StepBand, points.MoveToImmutable(), colour));
        }

        return stacked;
    }
}
