namespace SageServe.Routing;

/// <summary>Another region as its latest summary shows it, and how much may still be relayed on the word of that summary.</summary>
internal sealed class PeerRegion(RegionId region, BreakerOptions breaker)
{
    private static readonly TimeSpan LongestRest = TimeSpan.FromMinutes(1);

    private double _allowedTokens;
    private double _relayedTokens;
    private RegionSummary? _summary;
    private Instant _restsUntil = Instant.Min;

    public RegionId Region { get; } = region;

    public TimeSpan RoundTrip { get; private set; }

    public RegionCosts Costs { get; private set; } = null!;

    public CircuitBreaker Breaker { get; } = new(breaker);

    public void Change(TimeSpan roundTrip, RegionCosts costs, BreakerOptions changed)
    {
        (RoundTrip, Costs) = (roundTrip, costs);
        Breaker.Change(changed);
    }

    /// <summary>What we relayed there lately is likely cached there.</summary>
    public PrefixCache Prefixes { get; } = new();

    /// <summary>Null when the latest snapshot has none.</summary>
    public RegionSummary? Summary => _summary;

    public double KvUtilization => _summary?.KvUtilization.Value ?? 1;

    /// <summary>What its summary says, and the time that takes what we relayed since.</summary>
    public TimeSpan ExpectedWait => _summary is not { } summary ? TimeSpan.MaxValue
        : summary.Capacity.Value > 0 ? summary.ExpectedWait + TimeSpan.FromSeconds(_relayedTokens / summary.Capacity.Value)
        : summary.ExpectedWait;

    /// <summary>A new summary refills the allowance; the same one seen again does not.</summary>
    public void Update(RegionSummary? summary, double secondsPerSummary)
    {
        if (summary is not null && summary.TakenAt != _summary?.TakenAt)
        {
            _allowedTokens = summary.Free.Value * secondsPerSummary;
            _relayedTokens = 0;
        }

        _summary = summary;
    }

    /// <summary>True when it may serve the request at all, as far as a fresh summary tells; its circuit aside.</summary>
    public bool IsUsable(FlowEntry entry, Instant now, TimeSpan freshFor) =>
        _summary is { ReadyReplicas: > 0 } summary
        && now - summary.TakenAt <= freshFor
        && now >= _restsUntil
        && !entry.Request.Relayed
        && entry.Request.MayUse(Region)
        && !entry.TriedRegions.Contains(Region);

    /// <summary>True when it also has room; one request may overdraw the allowance, so that long ones can go too.</summary>
    public bool HasRoom => _summary is { } summary && summary.Pressure.Value < 1 && _allowedTokens > 0;

    /// <summary>False when the request would miss its first token's deadline on the way and its prefill alone.</summary>
    public bool IsInTime(InferenceRequest request, int cachedTokens, Instant now) =>
        !request.Tier.IsInteractive() || now + RoundTrip + Costs.UnloadedPrefill(request.PromptTokens - cachedTokens) <= request.Deadline;

    /// <summary>It refused and said for how long (Retry-After), a minute at most; zero says nothing.</summary>
    public void Rest(TimeSpan asked, Instant now)
    {
        if (asked > TimeSpan.Zero)
        {
            _restsUntil = Instant.Later(_restsUntil, now + (asked < LongestRest ? asked : LongestRest));
        }
    }

    /// <summary>Until it takes requests again by its own word; the longest time when it has not said so or may not serve this one.</summary>
    public TimeSpan RestLeft(InferenceRequest request, Instant now) =>
        now < _restsUntil && _summary is { ReadyReplicas: > 0 } && !request.Relayed && request.MayUse(Region) ? _restsUntil - now : TimeSpan.MaxValue;

    public void Relayed(FlowEntry entry, Instant now)
    {
        _allowedTokens -= entry.Request.PromptTokens;
        _relayedTokens += entry.Request.PromptTokens;
        entry.Probes = Breaker.Send(now) ? Breaker : null;
    }
}
