using System.Collections.Immutable;
using System.Globalization;

namespace SageServe.Simulator;

/// <summary>Quantiles as people write them: <c>p50: 1020</c>.</summary>
internal static class QuantileText
{
    public static (double[] At, double[] Values)? Parse(ImmutableSortedDictionary<string, double> quantiles, string where, List<string> problems)
    {
        var points = new List<(double At, double Value)>();
        foreach (var (name, value) in quantiles)
        {
            if (name.StartsWith('p') && double.TryParse(name.AsSpan(1), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var percent) && percent <= 100)
            {
                points.Add((percent / 100, value));
            }
            else
            {
                problems.Add($"{where}: '{name}' is no quantile; write p0 to p100, as p50 or p99.9.");
                return null;
            }
        }

        points.Sort();
        if (points.Count < 2 || points.Any(p => !(p.Value >= 1)) || points.Zip(points.Skip(1)).Any(p => p.Second.Value < p.First.Value))
        {
            problems.Add($"{where}: needs two quantiles or more, each of at least 1 token, ascending; or name published sizes with 'tokens'.");
            return null;
        }

        return ([.. points.Select(p => p.At)], [.. points.Select(p => p.Value)]);
    }
}
