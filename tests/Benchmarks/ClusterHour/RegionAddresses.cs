namespace SageServe.ClusterHour;

/// <param name="Control">Of the region's emulator.</param>
/// <param name="Gateway">Where clients go.</param>
/// <param name="Admin">Of the gateway.</param>
/// <param name="Metrics">The same as its scalers reach it.</param>
/// <param name="Scalers">Where peers ask any of the region's scalers.</param>
internal sealed record RegionAddresses(string Control, string Gateway, string Admin, string Metrics, string Scalers)
{
    public static RegionAddresses Make(Func<string> free) => new(free(), free(), free(), free(), free());
}
