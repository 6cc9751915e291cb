using System.Collections.Immutable;
using Microsoft.Extensions.Logging.Abstractions;

namespace SageServe.Scaler.Tests;

public sealed class RegionFactsDeskTests
{
    [Fact]
    public async Task Weeks_of_demand_come_in_pages_and_none_is_told_twice_or_left_out()
    {
        var home = new RegionId("eastus");
        var minute = TimeSpan.FromMinutes(1);
        var start = Instant.From(new DateTimeOffset(2026, 3, 2, 0, 0, 0, TimeSpan.Zero));
        ImmutableArray<DemandBin> all =
        [
            .. from region in (RegionId[])[home, new RegionId("westus")] from tier in ServiceTiers.All from i in Enumerable.Range(0, 15_000)
               select new DemandBin(new DemandSeriesId(new ModelId("llama"), region, tier), start + minute * i, minute, i, i / 5.0, 1),
        ];
        var source = new SettableDemand { Demand = since => [.. all.Where(b => b.Start >= since)] };
        var options = new ScalerOptions();
        var live = new LiveConfiguration(options, Catalogs.OnePool(new PoolId(new DeploymentId(new ModelId("llama"), home), new AcceleratorId("a100"))));
        using var http = new HttpClient();
        using var actuator = new LocalFleetActuator(live, http, new SteadyClock(TimeProvider.System), NullLogger<LocalFleetActuator>.Instance);
        using var collector = new FactCollector(source, actuator, new EnvelopeClock(new SteadyClock(TimeProvider.System), EnvelopeDocument.Identity));
        var desk = new RegionFactsDesk(collector, new RegionalOptions { Region = home.Value });

        var told = new List<DemandBin>();
        var pages = 0;
        for (Instant? from = start; from is { } since; pages++)
        {
            var facts = RegionFacts.Read((await desk.TellAsync(since, TestContext.Current.CancellationToken)).ToJson());
            Assert.Null(facts.Pools);
            told.AddRange(facts.Demand!.Value);
            from = facts.More;
        }

        Assert.Equal(3, pages);
        Assert.Equal(all.Where(b => b.Series.Origin == home).ToHashSet(), told.ToHashSet());
        Assert.Equal(told.Count, told.Distinct().Count());
    }
}
