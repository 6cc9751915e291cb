using System.Collections.Immutable;

namespace SageServe.Simulator;

/// <summary>
/// What if there were another region: a twin of an existing one, with its hardware, pools, first replicas and round trips, 20 ms away from
/// it. Half of the requests that entered at the old one enter at the new one, drawn from the seed.
/// </summary>
public sealed record AddedRegion(RegionId Region, RegionId? Like)
{
    private static readonly TimeSpan Apart = TimeSpan.FromMilliseconds(20);

    public SimulationScenario Apply(SimulationScenario scenario, ulong seed)
    {
        var document = scenario.Catalog.Document;
        var like = document.Regions.FirstOrDefault(r => r.Id == (Like ?? document.Regions[0].Id))
            ?? throw new ArgumentException($"--add-region: there is no region '{Like}' to be like; there are {string.Join(", ", document.Regions.Select(r => r.Id))}.");
        if (document.Regions.Any(r => r.Id == Region))
        {
            throw new ArgumentException($"--add-region: there is a region '{Region}' already.");
        }

        var changed = document with
        {
            Regions = [.. document.Regions.Select(r => r with { Links = [.. r.Links, new RegionLink(Region, RoundTrip(r, like))] }), Twin(like)],
            Pools = [.. document.Pools, .. document.Pools.Where(p => p.Id.Region == like.Id).Select(p => p with { Id = There(p.Id) })],
        };
        return scenario with
        {
            Catalog = ChangedSource.Checked(changed, $"--add-region {Region}"),
            Initial = scenario.Initial is { } initial ? [.. initial, .. initial.Where(i => i.Pool.Region == like.Id).Select(i => i with { Pool = There(i.Pool) })] : null,
            Arrivals = Shared(scenario.Arrivals, like.Id, seed),
            Preview = scenario.Preview is { } ahead ? () => Shared(ahead(), like.Id, seed) : null,
            History = [.. scenario.History.SelectMany(b => Halves(b, like.Id))],
        };
    }

    private static TimeSpan RoundTrip(RegionSpec region, RegionSpec like) => region.Id == like.Id ? Apart : region.RoundTripTo(like.Id);

    private RegionSpec Twin(RegionSpec like) => like with { Id = Region, Links = [.. like.Links, new RegionLink(like.Id, Apart)] };

    private PoolId There(PoolId pool) => pool with { Deployment = new DeploymentId(pool.Model, Region) };

    private IEnumerable<SimulatedArrival> Shared(IEnumerable<SimulatedArrival> arrivals, RegionId like, ulong seed)
    {
        var draws = new RandomStream(seed).Child("what-if").Child("region");
        foreach (var arrival in arrivals)
        {
            yield return arrival.Origin == like && draws.NextInt(2) == 0 ? arrival with { Origin = Region } : arrival;
        }
    }

    private IEnumerable<DemandBin> Halves(DemandBin bin, RegionId like)
    {
        if (bin.Series.Origin != like)
        {
            return [bin];
        }

        var half = bin with
        {
            PromptTokensPerSecond = bin.PromptTokensPerSecond / 2,
            OutputTokensPerSecond = bin.OutputTokensPerSecond / 2,
            RequestsPerSecond = bin.RequestsPerSecond / 2,
        };
        return [half, half with { Series = half.Series with { Origin = Region } }];
    }
}
