namespace SageServe.Planning;

/// <summary>
/// Whole numbers of strong and weak replicas that carry a demand together: for each number of weak ones the fewest strong ones, and
/// the lines below all those points. A plan of whole replicas keeps them all; one of parts of replicas is cut off.
/// </summary>
/// <param name="required">What they must carry.</param>
/// <param name="strong">What a strong one carries.</param>
/// <param name="weak">What a weak one carries; 0: there are none.</param>
/// <param name="weakMost">Most weak ones.</param>
/// <param name="weakShare">Most of what is counted on that weak ones may be, 0..1.</param>
internal sealed class CarryHull(double required, double strong, double weak, long weakMost, double weakShare)
{
    private const double Rounding = 1e-9;
    private const double ShareLeast = 1e-3;
    private const int PointsMost = 2000;

    /// <summary>Rows: coefficients times numbers of strong and weak ones are at least so much.</summary>
    public IEnumerable<(double Least, double PerStrong, double PerWeak)> Rows()
    {
        // A line is only true of the numbers that it was drawn over, so it is drawn over all or not at all.
        var points = weakMost <= PointsMost ? Lowest((int)weakMost) : [];
        if (points.Count == 1)
        {
            yield return (points[0].Strong, 1, 0);
        }

        for (var k = 1; k < points.Count; k++)
        {
            var (dx, dy) = (points[k].Weak - points[k - 1].Weak, points[k].Strong - points[k - 1].Strong);
            yield return ((double)points[k - 1].Strong * dx - (double)dy * points[k - 1].Weak, dx, -dy);
        }
    }

    /// <summary>Fewest strong ones beside so many weak ones.</summary>
    public int Fewest(int weakCount)
    {
        var carries = (required - weak * weakCount) / strong;
        var balances = weakShare is > ShareLeast and < 1 ? weakCount * weak * (1 - weakShare) / (weakShare * strong) : 0;
        return (int)Math.Ceiling(Math.Max(0, Math.Max(carries, balances)) - Rounding);
    }

    private List<(int Weak, int Strong)> Lowest(int most)
    {
        var points = new List<(int Weak, int Strong)>();
        for (var x = 0; x <= most; x++)
        {
            var next = (x, Fewest(x));
            while (points.Count > 1 && IsAbove(points[^2], points[^1], next))
            {
                points.RemoveAt(points.Count - 1);
            }

            points.Add(next);
        }

        return points;
    }

    private static bool IsAbove((int Weak, int Strong) a, (int Weak, int Strong) b, (int Weak, int Strong) c) =>
        (long)(b.Weak - a.Weak) * (c.Strong - a.Strong) - (long)(b.Strong - a.Strong) * (c.Weak - a.Weak) <= 0;
}
