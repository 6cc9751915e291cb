namespace SageServe.Gateway;

/// <summary>
/// What this gateway says about its share, always before it acts on it: a larger share is said first, then everybody is looked at again,
/// and only if that still allows it is it taken. Whoever looks later sees the claim; whoever was there before was seen. So shares of gateways
/// that see each other do not overlap, whoever comes or goes when.
/// </summary>
/// <param name="readKept">The least number of gateways by which any flow divides and keeps to it (<c>ModelFlow.ReadKeptGateways</c>).</param>
internal sealed class ShareWord(Func<int> readKept)
{
    private volatile int _claim;
    private volatile int _by;

    /// <summary>By how many the flows divide, 0 before they have a share.</summary>
    public int By => _by;

    /// <summary>To be told to others.</summary>
    public int Word
    {
        get
        {
            // With a share and more out than it allows, nothing is known to be kept.
            var (claim, kept) = (_claim, readKept());
            var word = kept == 0 && _by > 0 ? 1 : kept;
            return claim == 0 ? word : word == 0 ? claim : Math.Min(claim, word);
        }
    }

    /// <summary>True when the count would let the share grow beyond what the others know of.</summary>
    public bool NeedsClaim(GatewayCount count)
    {
        var (next, word) = (Next(count), Word);
        return next > 0 && (word == 0 || next < word);
    }

    public void Claim(GatewayCount count) => _claim = Next(count);

    /// <summary>Takes back a claim that came to nothing.</summary>
    public void Withdraw() => _claim = 0;

    /// <summary>To be called when the flows were told.</summary>
    public void Told(GatewayCount count)
    {
        _by = Next(count);
        _claim = 0;
    }

    // What routing's division makes of it.
    private int Next(GatewayCount count) => _by > 0 ? count.Live : count.LeastKept >= count.Live ? count.LeastKept : 0;
}
