namespace SageServe.Routing;

/// <summary>Another region as its latest summary shows it, and how much may still be relayed on the word of that summary.</summary>
internal sealed class PeerRegion(RegionId region, TimeSpan roundTrip)
{
    private double _allowedTokens;
    private RegionSummary? _summary;

    public RegionId Region { get; } = region;

    public TimeSpan RoundTrip { get; } = roundTrip;

    /// <summary>Null when the latest snapshot has none.</summary>
    public RegionSummary? Summary => _summary;

    public double KvUtilization => _summary?.KvUtilization.Value ?? 1;

    /// <summary>A new summary refills the allowance; the same one seen again does not.</summary>
    public void Update(RegionSummary? summary, double secondsPerSummary)
    {
        if (summary is not null && summary.TakenAt != _summary?.TakenAt)
        {
            _allowedTokens = summary.Free.Value * secondsPerSummary;
        }

        _summary = summary;
    }

    /// <summary>True when it may serve the request at all, as far as a fresh summary tells.</summary>
    public bool IsUsable(FlowEntry entry, Instant now, TimeSpan freshFor) =>
        _summary is { ReadyReplicas: > 0 } summary
        && now - summary.TakenAt <= freshFor
        && !entry.Request.Relayed
        && entry.Request.MayUse(Region)
        && !entry.TriedRegions.Contains(Region);

    /// <summary>True when it also has room; one request may overdraw the allowance, so that long ones can go too.</summary>
    public bool HasRoom => _summary is { } summary && summary.Pressure.Value < 1 && _allowedTokens > 0;

    public void Relayed(InferenceRequest request) => _allowedTokens -= request.PromptTokens;
}
