using System.Globalization;

namespace SageServe.Cli;

/// <summary>Lines, steps, bands, stacks and dots over two axes, as one inline SVG that the page's style sheet colours.</summary>
internal sealed record XyChart
{
    private const int Top = 44;
    private const int Left = 52;
    private const int Bottom = 34;

    public required string Title { get; init; }

    public required ChartAxis X { get; init; }

    public required ChartAxis Y { get; init; }

    public required IReadOnlyList<ChartSeries> Series { get; init; }

    public int Width { get; init; } = 600;

    public int Height { get; init; } = 260;

    /// <summary>Value axes begin at zero unless this is false, the axis is logarithmic, or it says its minimum.</summary>
    public bool FromZero { get; init; } = true;

    /// <summary>Also lets the x axis begin at zero.</summary>
    public bool XFromZero { get; init; }

    /// <summary>Names go to the ends of lines; false puts them all into the legend.</summary>
    public bool NamesAtEnds { get; init; } = true;

    public string ToSvg()
    {
        var named = Series.Where(s => s.Name.Length > 0).ToList();
        var ends = NamesAtEnds ? named.Where(s => s.Shape is SeriesShape.Line or SeriesShape.Step).ToList() : [];
        var right = Width - (ends.Count == 0 ? 14 : Math.Min(170, 16 + ends.Max(s => SvgText.Width(s.Name))));
        var x = X.Scale(Series.SelectMany(s => s.Points).Select(p => p.X), Left, right, XFromZero);
        var y = Y.Scale(Series.SelectMany(Heights), Height - Bottom, Top, FromZero);
        var svg = new SvgText().Open(Width, Height, Title, Description(y));
        svg.Words("title", 0, 13, Title).Words("axis", 0, 30, Y.Label);
        ChartLegend.Draw(svg, [.. named.Except(ends)], Math.Max(Left, SvgText.Width(Y.Label) + 24), 30);
        Grid(svg, x, y, right);
        foreach (var series in Series.OrderBy(s => s.Shape is SeriesShape.Band or SeriesShape.StepBand ? 0 : s.Quiet ? 1 : 2))
        {
            Draw(svg, series, x, y);
        }

        EndNames.Draw(svg, ends, x, y, right + 6, Top, Height - Bottom);
        return svg.Close().ToString();
    }

    private static IEnumerable<double> Heights(ChartSeries series) => series.Shape is SeriesShape.Band or SeriesShape.StepBand
        ? series.Points.SelectMany(p => new[] { p.Y, p.Low })
        : series.Points.Select(p => p.Y);

    private void Grid(SvgText svg, in ChartScale x, in ChartScale y, double right)
    {
        foreach (var tick in AxisTicks.For(Y.Kind, y, (Height - Top - Bottom) / 28))
        {
            svg.Line("grid", Left, y.At(tick), right, y.At(tick)).Words("tick end", Left - 6, y.At(tick) + 4, AxisTicks.Text(Y.Kind, tick));
        }

        foreach (var tick in AxisTicks.For(X.Kind, x, (int)((right - Left) / 62)))
        {
            svg.Line("grid", x.At(tick), Height - Bottom, x.At(tick), Height - Bottom + 4).Words("tick mid", x.At(tick), Height - Bottom + 16, AxisTicks.Text(X.Kind, tick));
        }

        svg.Line("base", Left, Height - Bottom, right, Height - Bottom).Words("axis end", right, Height - 4, X.Label);
    }

    private static void Draw(SvgText svg, ChartSeries series, in ChartScale x, in ChartScale y)
    {
        var colour = series.Quiet ? "quiet" : string.Create(CultureInfo.InvariantCulture, $"c{series.Colour % 10}");
        switch (series.Shape)
        {
            case SeriesShape.Dots:
                foreach (var point in series.Points.Where(p => double.IsFinite(p.Y)))
                {
                    svg.Circle($"dot {colour}", x.At(point.X), y.At(point.Y), 2.6);
                }

                break;
            case SeriesShape.Band or SeriesShape.StepBand:
                svg.Path($"{(series.Shape == SeriesShape.Band ? "band" : "area")} {colour}", SeriesPath.Band(series.Points, x, y, series.Shape == SeriesShape.StepBand), series.Name);
                break;
            default:
                svg.Path($"line {colour}", SeriesPath.Line(series.Points, x, y, series.Shape == SeriesShape.Step), series.Name);
                break;
        }
    }

    private string Description(ChartScale y)
    {
        var names = string.Join(", ", Series.Select(s => s.Name).Where(n => n.Length > 0));
        return $"{Y.Label}, {AxisTicks.Text(Y.Kind, y.Min)} to {AxisTicks.Text(Y.Kind, y.Max)}, against {X.Label}: {names}.";
    }
}
