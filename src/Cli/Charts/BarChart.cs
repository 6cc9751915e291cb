using System.Globalization;

namespace SageServe.Cli;

/// <summary>
/// Horizontal bars from zero with whiskers, or dots with whiskers on an axis that need not begin at zero, with the value written at each.
/// A whisker that goes on beyond the axis ends in an arrow.
/// Several series share a row.
/// </summary>
internal sealed record BarChart
{
    private const int Top = 44;
    private const int Bottom = 22;

    public required string Title { get; init; }

    public required ChartAxis Values { get; init; }

    public required IReadOnlyList<BarRow> Rows { get; init; }

    /// <summary>Names of the bars within a row; one series needs none.</summary>
    public IReadOnlyList<string> Series { get; init; } = [];

    /// <summary>Dots instead of bars: for logarithmic axes and those that begin elsewhere.</summary>
    public bool Dots { get; init; }

    public int Width { get; init; } = 600;

    public Func<double, string>? Format { get; init; }

    private int Count => Math.Max(1, Series.Count);

    private double Thick => Count == 1 ? 16 : 13;

    private double RowHeight => Count * Thick + (Count == 1 ? 8 : 10);

    public string ToSvg()
    {
        var left = Math.Min(220, Rows.Select(r => SvgText.Width(r.Name)).DefaultIfEmpty(0).Max() + 12);
        var right = Width - 66.0;
        var height = (int)(Top + Rows.Count * RowHeight + Bottom);
        var scale = Values.Scale(Rows.SelectMany(r => r.Bars).SelectMany(Extent).OfType<double>(), left, right, fromZero: !Dots);
        var svg = new SvgText().Open(Width, height, Title, Description());
        svg.Words("title", 0, 13, Title).Words("axis", 0, 30, Values.Label);
        ChartLegend.Draw(svg, [.. Series.Select((name, i) => new ChartSeries(name, Dots ? SeriesShape.Dots : SeriesShape.StepBand, [], i))], Math.Max(left, SvgText.Width(Values.Label) + 24), 30);
        foreach (var tick in AxisTicks.For(Values.Kind, scale, (int)((right - left) / 80)))
        {
            svg.Line("grid", scale.At(tick), Top, scale.At(tick), height - Bottom).Words("tick mid", scale.At(tick), height - Bottom + 15, AxisTicks.Text(Values.Kind, tick));
        }

        for (var row = 0; row < Rows.Count; row++)
        {
            Draw(svg, Rows[row], Top + row * RowHeight + 4, left, scale);
        }

        return svg.Close().ToString();
    }

    /// <summary>On a logarithmic axis an interval that reaches down to nearly nothing must not squeeze all values together; its whisker ends at the edge.</summary>
    private IEnumerable<double?> Extent(ChartBar bar) => [bar.Value, bar.High, Values.Log && bar.Low < bar.Value / 3 ? bar.Value / 3 : bar.Low];

    private void Draw(SvgText svg, BarRow row, double y, double left, in ChartScale scale)
    {
        svg.Words("row end", left - 8, y + (RowHeight - 8) / 2 + 4, row.Name);
        for (var i = 0; i < row.Bars.Length; i++)
        {
            var (bar, middle) = (row.Bars[i], y + i * Thick + Thick / 2);
            if (bar.Value is not { } value || !scale.Shows(value))
            {
                svg.Words("value", left + 4, middle + 4, "none");
                continue;
            }

            var colour = string.Create(CultureInfo.InvariantCulture, $"c{i % 10}");
            var end = scale.At(value);
            if (!Dots)
            {
                var zero = scale.At(Math.Max(0, scale.Min));
                svg.Rectangle($"area {colour}", Math.Min(zero, end), middle - Thick / 2 + 1.5, Math.Abs(end - zero), Thick - 3, Hint(row, i, bar));
            }

            Whisker(svg, bar, middle, scale, Dots ? colour : "");
            if (Dots)
            {
                svg.Circle($"point {colour} m{i % 10}", end, middle, 4, Hint(row, i, bar));
            }

            // At the tip of an arrow it would be taken for the end of the interval.
            var beside = bar.High > scale.Max ? end : Math.Max(end, scale.At(bar.High ?? value));
            svg.Words("value", beside + 7, middle + 4, Text(value));
        }
    }

    private static void Whisker(SvgText svg, ChartBar bar, double middle, in ChartScale scale, string colour)
    {
        if (bar is { Low: { } low, High: { } high } && scale.Shows(high))
        {
            var (from, to) = (scale.At(Math.Max(low, scale.Min)), scale.At(high));
            svg.Line($"whisker {colour}", from, middle, to, middle).Line($"whisker {colour}", from, middle - 3, from, middle + 3);
            if (high <= scale.Max)
            {
                svg.Line($"whisker {colour}", to, middle - 3, to, middle + 3);
            }
            else
            {
                // It goes on beyond the axis.
                svg.Path($"whisker {colour}", string.Create(CultureInfo.InvariantCulture, $"M{SvgText.Pixels(to - 4)} {SvgText.Pixels(middle - 3)}L{SvgText.Pixels(to)} {SvgText.Pixels(middle)}L{SvgText.Pixels(to - 4)} {SvgText.Pixels(middle + 3)}"));
            }
        }
    }

    private string Text(double value) => Format?.Invoke(value) ?? AxisTicks.Text(Values.Kind, value);

    private string Hint(BarRow row, int series, ChartBar bar)
    {
        var name = Series.Count > 0 ? $"{row.Name}, {Series[series]}" : row.Name;
        return $"{name}: {Text(bar.Value!.Value)}" + (bar is { Low: { } low, High: { } high } ? $" ({Text(low)} to {Text(high)})" : "");
    }

    private string Description() => $"{Values.Label}: " + string.Join(
        "; ",
        Rows.Select(r => $"{r.Name} {string.Join(", ", r.Bars.Select((b, i) => $"{(Series.Count > 0 ? Series[i] + " " : "")}{(b.Value is { } v ? Text(v) : "none")}"))}")) + ".";
}
