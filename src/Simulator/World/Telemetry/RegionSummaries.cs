using System.Collections.Immutable;

namespace SageServe.Simulator;

/// <summary>
/// What a region tells the others of each model: its gateways' figures, each knowing its own requests only, merged by the most cautious.
/// </summary>
internal static class RegionSummaries
{
    public static ImmutableArray<RegionSummary> Of(SimRegion region, Func<FlowDriver, RegionSummary> read)
    {
        var merged = new SortedDictionary<ModelId, RegionSummary>();
        foreach (var gateway in region.Gateways)
        {
            foreach (var (model, driver) in gateway.Flows)
            {
                if (gateway.IsUp)
                {
                    var own = read(driver);
                    merged[model] = merged.TryGetValue(model, out var other) ? Merge(own, other) : own;
                }
            }
        }

        return [.. merged.Values];
    }

    private static RegionSummary Merge(RegionSummary a, RegionSummary b) => a with
    {
        ReadyReplicas = Math.Min(a.ReadyReplicas, b.ReadyReplicas),
        Pressure = a.Pressure.Value > b.Pressure.Value ? a.Pressure : b.Pressure,
        Capacity = a.Capacity.Value < b.Capacity.Value ? a.Capacity : b.Capacity,
        Free = a.Free.Value < b.Free.Value ? a.Free : b.Free,
        ExpectedWait = a.ExpectedWait > b.ExpectedWait ? a.ExpectedWait : b.ExpectedWait,
    };
}
