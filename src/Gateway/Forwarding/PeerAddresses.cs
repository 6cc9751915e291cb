namespace SageServe.Gateway;

/// <summary>The gateways of one other region: taken in turn, those that did not answer last only when none did.</summary>
internal sealed class PeerAddresses(string[] urls)
{
    private readonly bool[] _silent = new bool[urls.Length];
    private int _turn;

    public IReadOnlyList<string> All => urls;

    /// <summary>One more for a request that others did not take; null when there is none that is not known to be silent.</summary>
    public string? Next(IReadOnlyCollection<string> tried)
    {
        for (var i = 0; i < urls.Length; i++)
        {
            if (!Volatile.Read(ref _silent[i]) && !tried.Contains(urls[i]))
            {
                return urls[i];
            }
        }

        return null;
    }

    public string Next()
    {
        var first = (int)((uint)Interlocked.Increment(ref _turn) % (uint)urls.Length);
        for (var i = 0; i < urls.Length; i++)
        {
            var at = (first + i) % urls.Length;
            if (!Volatile.Read(ref _silent[at]))
            {
                return urls[at];
            }
        }

        return urls[first];
    }

    public void Saw(string url, bool answered)
    {
        var at = Array.IndexOf(urls, url);
        if (at >= 0)
        {
            Volatile.Write(ref _silent[at], !answered);
        }
    }
}
