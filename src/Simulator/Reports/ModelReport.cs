namespace SageServe.Simulator;

/// <summary>What the requests of one model got, tier by tier; tiers without a request are left out.</summary>
public sealed record ModelReport(string Model, IReadOnlyList<TierReport> Tiers);
