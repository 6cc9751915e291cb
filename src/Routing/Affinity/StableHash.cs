namespace SageServe.Routing;

/// <summary>A hash of short texts that is the same in every process and version, unlike the runtime's own.</summary>
internal static class StableHash
{
    public static ulong Of(string text)
    {
        var hash = 14695981039346656037UL;
        foreach (var c in text)
        {
            hash = (hash ^ c) * 1099511628211UL;
        }

        return Mix(hash);
    }

    /// <summary>How strongly one of two is drawn to the other (rendezvous): changes for no pair when others come or go.</summary>
    public static ulong Pair(ulong first, ulong second) => Mix(first ^ ulong.RotateLeft(second, 32));

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }
}
