namespace SageServe.Cli;

/// <summary>The middle of several rounds or seeds, with the least and the most.</summary>
internal sealed record Spread(double Median, double Min, double Max)
{
    /// <summary>Null when there is no value.</summary>
    public static Spread? Of(IEnumerable<double?> values)
    {
        double[] sorted = [.. values.OfType<double>().Order()];
        var middle = sorted.Length / 2;
        return sorted.Length == 0
            ? null
            : new Spread(sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2, sorted[0], sorted[^1]);
    }
}
