namespace SageServe.Simulator;

/// <summary>One number of a run, by its dotted path in the JSON (<c>tiers.interactive-fast.ttft_seconds.p95</c>); null where the run has none.</summary>
public readonly record struct Figure(string Path, double? Value);
