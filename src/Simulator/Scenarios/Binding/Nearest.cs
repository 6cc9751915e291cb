namespace SageServe.Simulator;

/// <summary>What a mistyped name may have meant.</summary>
internal static class Nearest
{
    public static string Hint(string given, IReadOnlyList<string> known)
    {
        if (known.Count == 0)
        {
            return "; none can be set here";
        }

        var best = known.MinBy(k => Distance(given, k))!;
        return Distance(given, best) <= Math.Max(1, given.Length / 3)
            ? $"; did you mean '{best}'?"
            : $"; there are: {string.Join(", ", known.Order(StringComparer.Ordinal))}";
    }

    /// <summary>Levenshtein's.</summary>
    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var above = row[j];
                row[j] = Math.Min(Math.Min(above, row[j - 1]) + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }

        return row[b.Length];
    }
}
