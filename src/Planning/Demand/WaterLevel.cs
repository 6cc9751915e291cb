namespace SageServe.Planning;

/// <summary>Work that need not be done at any one moment fills the troughs of work that must.</summary>
internal static class WaterLevel
{
    /// <summary>The even level up to which work fills loads: what lies between them and it is, on average over the steps, that work. O(n log n).</summary>
    /// <param name="loads">Step by step.</param>
    /// <param name="work">Mean over the steps.</param>
    public static double Of(IEnumerable<double> loads, double work)
    {
        var sorted = loads.Order().ToArray();
        var room = work * sorted.Length;
        double below = 0;
        for (var i = 0; i < sorted.Length; i++)
        {
            below += sorted[i];
            var level = (room + below) / (i + 1);
            if (i == sorted.Length - 1 || level <= sorted[i + 1])
            {
                return level;
            }
        }

        return work;
    }
}
