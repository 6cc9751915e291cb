namespace SageServe.Routing;

/// <summary>Multiplicative decrease at once, at most once a second; additive increase while all is well.</summary>
internal sealed class BackOff
{
    private static readonly TimeSpan BetweenCuts = TimeSpan.FromSeconds(1);
    private Instant _cutAt = Instant.Min;
    private Instant _lookedAt = Instant.Min;

    /// <summary>Of the full number in flight; 1 while nothing was cut.</summary>
    public double Share { get; private set; } = 1;

    public void Look(in ReleaseFacts facts, ReleaseOptions options)
    {
        var since = _lookedAt == Instant.Min ? TimeSpan.Zero : facts.Now - _lookedAt;
        _lookedAt = facts.Now;
        if (!Congestion.Is(facts, options))
        {
            Share = Math.Min(1, Share + options.RisePerSecond * since.TotalSeconds);
        }
        else if (_cutAt == Instant.Min || facts.Now - _cutAt >= BetweenCuts)
        {
            Share *= options.CutTo;
            _cutAt = facts.Now;
        }
    }
}
