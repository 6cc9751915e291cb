using System.Collections.Immutable;

namespace SageServe.Scaler;

/// <summary>Starts and stops local replicas through the control API of each region, and keeps the regions' fleet files.</summary>
internal sealed class LocalFleetActuator : IFleetActuator, IDisposable
{
    private readonly SortedDictionary<RegionId, LocalRegionFleet> _regions = [];
    private LocalRegionFleet[] _known = [];

    public LocalFleetActuator(LiveConfiguration live, HttpClient http, SteadyClock clock, ILogger<LocalFleetActuator> logger)
    {
        foreach (var region in live.Current.Options.Actuator.Regions)
        {
            _regions[new RegionId(region.Region)] = new LocalRegionFleet(region, live, http, clock, logger);
        }
    }

    public IReadOnlyCollection<LocalRegionFleet> Regions => _regions.Values;

    public void Dispose()
    {
        foreach (var region in _regions.Values)
        {
            region.Dispose();
        }
    }

    public async Task<ImmutableArray<PoolCount>?> ObserveAsync(CancellationToken stop)
    {
        var read = await Task.WhenAll(_regions.Values.Select(async r => await r.ReconcileAsync(stop) ? r : null));
        var known = read.OfType<LocalRegionFleet>().ToArray();
        _known = known;
        return known.Length == 0 ? null : [.. known.SelectMany(r => r.Counts()).OrderBy(c => c.Pool)];
    }

    public ImmutableArray<GroupFacts> Groups() => [.. _known.SelectMany(r => r.Groups()).OrderBy(g => g.Group, StringComparer.Ordinal)];

    /// <summary>Regions act side by side; inside a region the order stands.</summary>
    public async Task<ImmutableArray<ActionReceipt>> ApplyAsync(ImmutableArray<ScaleAction> actions, CancellationToken stop)
    {
        var receipts = new ActionReceipt[actions.Length];
        var numbered = actions.Select((action, index) => (Action: action, Index: index));
        await Task.WhenAll(numbered.GroupBy(a => a.Action.Pool.Region).Select(async region =>
        {
            foreach (var (action, index) in region)
            {
                receipts[index] = _regions.TryGetValue(region.Key, out var fleet)
                    ? await fleet.ApplyAsync(action, stop)
                    : new ActionReceipt(action, Moved: 0, $"failed: region {region.Key} is not in the configuration");
            }
        }));
        return [.. receipts];
    }

    public string Foresee(ScaleAction action) =>
        _regions.TryGetValue(action.Pool.Region, out var fleet) ? fleet.Foresee(action) : $"fail: region {action.Pool.Region} is not in the configuration";
}
