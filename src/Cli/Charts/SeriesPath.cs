using System.Text;

namespace SageServe.Cli;

/// <summary>The pixels of a series as the data of an SVG path.</summary>
internal static class SeriesPath
{
    /// <summary>Places without a value leave a gap.</summary>
    public static string Line(IReadOnlyList<ChartPoint> points, ChartScale x, ChartScale y, bool stepped)
    {
        var path = new StringBuilder();
        var (open, at, level) = (false, "", "");
        foreach (var point in points)
        {
            if (!x.Shows(point.X) || !y.Shows(point.Y))
            {
                path.Append(open && stepped ? $"H{at}" : "");
                open = false;
                continue;
            }

            var (px, py) = (SvgText.Pixels(x.At(point.X)), SvgText.Pixels(y.At(point.Y)));
            path.Append(
                !open ? $"M{px} {py}"
                : !stepped ? $"L{px} {py}"
                : py == level ? "" : $"H{px}V{py}");
            (open, at, level) = (true, px, py);
        }

        return path.Append(open && stepped ? $"H{at}" : "").ToString();
    }

    /// <summary>Along the upper edge and back along the lower one; each stretch between gaps by itself.</summary>
    public static string Band(IReadOnlyList<ChartPoint> points, ChartScale x, ChartScale y, bool stepped)
    {
        var path = new StringBuilder();
        var stretch = new List<ChartPoint>();
        foreach (var point in points)
        {
            if (y.Shows(point.Y) && double.IsFinite(point.Low))
            {
                stretch.Add(point);
                continue;
            }

            Close(path, stretch, x, y, stepped);
        }

        Close(path, stretch, x, y, stepped);
        return path.ToString();
    }

    private static void Close(StringBuilder path, List<ChartPoint> stretch, ChartScale x, ChartScale y, bool stepped)
    {
        if (stretch.Count == 0)
        {
            return;
        }

        path.Append(Line(stretch, x, y, stepped));
        for (var i = stretch.Count - 1; i >= 0; i--)
        {
            var (px, py) = (SvgText.Pixels(x.At(stretch[i].X)), SvgText.Pixels(y.At(stretch[i].Low)));
            path.Append(stepped && i < stretch.Count - 1 ? $"V{py}H{px}" : $"L{px} {py}");
        }

        path.Append('Z');
        stretch.Clear();
    }
}
