namespace SageServe.Planning;

/// <param name="Model">The model.</param>
/// <param name="From">Where it enters.</param>
/// <param name="To">Where it is carried.</param>
/// <param name="TokensPerSecond">Prompt tokens per second.</param>
public sealed record FlowTarget(ModelId Model, RegionId From, RegionId To, double TokensPerSecond);
