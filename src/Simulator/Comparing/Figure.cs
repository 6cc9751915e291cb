namespace SageServe.Simulator;

/// <summary>One number of a run, by its dotted path in the JSON (<c>tiers.interactive-fast.ttft_seconds.p95</c>; a dot within a model's name has a backslash before it); null where the run has none.</summary>
public readonly record struct Figure(string Path, double? Value);
