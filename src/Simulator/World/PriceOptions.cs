namespace SageServe.Simulator;

/// <summary>What the catalog's prices leave open.</summary>
public sealed record PriceOptions
{
    /// <summary>
    /// Spot price over on-demand price where the catalog gives none (list prices of A100 machines in 2026: 11 to 17 %).
    /// </summary>
    public double SpotShare { get; init; } = 0.14;
}
