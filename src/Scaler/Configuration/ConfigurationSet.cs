namespace SageServe.Scaler;

/// <summary>What the scaler goes by at one time; never changed, only replaced as a whole.</summary>
/// <param name="Options">Of them only what <see cref="RunTimeOptions"/> lists may differ from those at start.</param>
/// <param name="Catalog">Of the regions that were there at start.</param>
/// <param name="Version">1 at start, one more with each reload that was taken.</param>
internal sealed record ConfigurationSet(ScalerOptions Options, ServingCatalog Catalog, long Version);
