using System.Globalization;

namespace SageServe.Cli;

/// <summary>Names of lines beside their last point, moved apart where they would meet.</summary>
internal static class EndNames
{
    private const double Apart = 13;

    public static void Draw(SvgText svg, IReadOnlyList<ChartSeries> series, in ChartScale x, in ChartScale y, double left, double top, double bottom)
    {
        var names = new List<(ChartSeries Series, double EndX, double EndY)>();
        foreach (var one in series)
        {
            var last = one.Points.LastOrDefault(p => double.IsFinite(p.Y), new ChartPoint(x.Max, y.Min));
            names.Add((one, x.At(last.X), y.At(last.Y)));
        }

        names.Sort((a, b) => a.EndY.CompareTo(b.EndY));
        var places = Places([.. names.Select(n => n.EndY)], top, bottom);
        for (var i = 0; i < names.Count; i++)
        {
            var (one, endX, endY) = names[i];
            if (Math.Abs(places[i] - endY) > 3 || left - endX > 10)
            {
                svg.Line("leader", endX + 1, endY, left - 2, places[i]);
            }

            var colour = one.Quiet ? "quiet" : string.Create(CultureInfo.InvariantCulture, $"c{one.Colour % 10}");
            svg.Words($"name {colour}", left, places[i] + 4, one.Name);
        }
    }

    /// <summary>Down from the top until none touches, then up from the bottom if that ran out of room.</summary>
    internal static double[] Places(double[] wanted, double top, double bottom)
    {
        var places = (double[])wanted.Clone();
        for (var i = 0; i < places.Length; i++)
        {
            places[i] = Math.Max(i == 0 ? top : places[i - 1] + Apart, places[i]);
        }

        for (var i = places.Length - 1; i >= 0; i--)
        {
            places[i] = Math.Min(i == places.Length - 1 ? bottom : places[i + 1] - Apart, places[i]);
        }

        return places;
    }
}
