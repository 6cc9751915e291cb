using System.Globalization;

namespace SageServe.Cli;

/// <summary>Names with a swatch in one row, for what has no end to write its name at.</summary>
internal static class ChartLegend
{
    public static void Draw(SvgText svg, IReadOnlyList<ChartSeries> series, double x, double y)
    {
        foreach (var one in series)
        {
            var colour = one.Quiet ? "quiet" : string.Create(CultureInfo.InvariantCulture, $"c{one.Colour % 10}");
            switch (one.Shape)
            {
                case SeriesShape.Dots:
                    svg.Circle($"dot {colour}", x + 6, y - 4, 3.5);
                    break;
                case SeriesShape.Band or SeriesShape.StepBand:
                    svg.Rectangle($"{(one.Shape == SeriesShape.Band ? "band" : "area")} {colour}", x, y - 9, 12, 10);
                    break;
                default:
                    svg.Line($"line {colour}", x - 6, y - 4, x + 12, y - 4);
                    break;
            }

            svg.Words("legend", x + 17, y, one.Name);
            x += 17 + SvgText.Width(one.Name) + 18;
        }
    }
}
