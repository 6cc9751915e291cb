using System.Collections.Immutable;

namespace SageServe.Shared;

/// <summary>Piecewise linear through measured points, linear beyond both ends, never below zero. O(log points).</summary>
public static class StepTable
{
    public static double Seconds(ImmutableArray<StepPoint> points, double size)
    {
        if (size <= 0)
        {
            return 0;
        }

        if (points.Length == 1)
        {
            return points[0].Seconds * size / points[0].Size;
        }

        var (low, high) = Segment(points, size);
        var slope = (points[high].Seconds - points[low].Seconds) / (points[high].Size - points[low].Size);
        return Math.Max(0, points[low].Seconds + slope * (size - points[low].Size));
    }

    private static (int Low, int High) Segment(ImmutableArray<StepPoint> points, double size)
    {
        var low = 0;
        var high = points.Length - 1;
        while (high - low > 1)
        {
            var middle = (low + high) / 2;
            if (points[middle].Size <= size)
            {
                low = middle;
            }
            else
            {
                high = middle;
            }
        }

        return (low, high);
    }
}
