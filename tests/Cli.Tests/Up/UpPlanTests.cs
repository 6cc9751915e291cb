using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace SageServe.Cli.Tests;

public sealed class UpPlanTests
{
    private static readonly Instant Now = Instant.FromUnixSeconds(1_790_000_000);

    [Theory]
    [InlineData(2)]
    [InlineData(15)]
    [InlineData(60)]
    [InlineData(1440)]
    public void Periods_leave_real_time_for_scraping_and_solving(double dayInMinutes)
    {
        var speed = 1440 / dayInMinutes;
        var timing = UpTiming.For(speed);
        Assert.True(timing.DemandBin / speed >= TimeSpan.FromSeconds(2.5));
        Assert.True(timing.PaceInterval / speed >= TimeSpan.FromSeconds(1.2));
        Assert.True(timing.PlanInterval / speed >= TimeSpan.FromSeconds(15));
        Assert.True(timing.PlanInterval >= timing.DemandBin);
    }

    [Fact]
    public void Ninety_seconds_at_default_show_several_plans() =>
        Assert.True(TimeSpan.FromSeconds(90) / (UpTiming.For(96).PlanInterval / 96) >= 4);

    [Fact]
    public void The_first_fleet_fits_bounds_and_hardware_and_serves_the_starting_rate()
    {
        foreach (var rate in new[] { 1.0, 9, 60, 500 })
        {
            var plan = UpPlan.Make(new UpOptions { Port = 0, Rate = rate }, Now);
            foreach (var pool in plan.Catalog.Pools)
            {
                Assert.InRange(plan.Initial.Single(i => i.Pool == pool.Id).Count, pool.MinReplicas, pool.MaxReplicas);
            }

            foreach (var region in plan.Catalog.Regions)
            {
                Assert.True(plan.Initial.Where(i => i.Pool.Region == region.Id).Sum(i => i.Count) <= region.Capacity.Sum(c => c.Replicas));
            }
        }
    }

    [Fact]
    public void Chiron_runs_where_its_pools_are_and_says_so_where_they_are_not()
    {
        var unified = UpPlan.Make(new UpOptions { Port = 0, Strategy = "chiron" }, Now);
        Assert.Contains("no pools of its own", unified.Remark, StringComparison.Ordinal);
        Assert.Null(UpPlan.Make(new UpOptions { Port = 0 }, Now).Remark);

        using var folder = new TemporaryFolder();
        var plan = UpPlan.Make(new UpOptions { Port = 0, Strategy = "chiron", Rate = 60, Catalog = folder.Write("catalog.json", WithTierPools()) }, Now);
        Assert.Equal(("chiron", null), (plan.Planning.Strategy, plan.Remark));

        // The first fleet is for each pool's own tiers: many interactive requests a second, few patient ones.
        var (interactive, batch) = (First(plan, "interactive"), First(plan, "batch"));
        Assert.True(interactive > batch && batch > 0, $"{interactive} interactive and {batch} batch replicas");
    }

    private static int First(UpPlan plan, string revision) => plan.Initial.Where(i => i.Pool.Revision == revision).Sum(i => i.Count);

    /// <summary>The demonstration's catalog with an interactive and a batch pool in place of each.</summary>
    private static string WithTierPools()
    {
        var demo = EmbeddedData.DemoCatalog();
        return JsonSerializer.Serialize(
            demo with
            {
                Pools =
                [
                    .. demo.Pools.SelectMany(p => (PoolSpec[])
                    [
                        new(p.Id with { Revision = "interactive" }, 0, p.MaxReplicas, 1) { Tiers = [ServiceTier.InteractiveFast, ServiceTier.InteractiveNormal] },
                        new(p.Id with { Revision = "batch" }, 0, p.MaxReplicas, 1) { Tiers = [ServiceTier.NonInteractive] },
                    ]),
                ],
            },
            SharedJson.Default.CatalogDocument);
    }

    [Fact]
    public void A_taken_public_port_is_named_and_another_offered()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        var error = Assert.Throws<BadInputException>(() => PortPlan.Make([new RegionId("a"), new RegionId("b")], port));
        Assert.Contains($"Port {port} ", error.Message, StringComparison.Ordinal);
        Assert.Contains("--port", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_taken_inner_port_is_stepped_around()
    {
        var first = FreePort.Find();
        using var taken = new TcpListener(IPAddress.Loopback, first + 1000);
        taken.Start();
        var ports = PortPlan.Make([new RegionId("a")], first);
        Assert.Equal(first, ports.Regions[0].Public);
        Assert.NotEqual(first + 1000, ports.Regions[0].Admin);
    }

    [Fact]
    public void The_past_has_two_weeks_of_every_series_and_ends_before_the_load()
    {
        using var folder = new TemporaryFolder();
        var plan = UpPlan.Make(new UpOptions { Port = 0 }, Now);
        HistoryFile.Write(folder["h.csv"], plan, plan.Scenario.Start + TimeSpan.FromMinutes(7));
        var lines = File.ReadAllLines(folder["h.csv"]);
        Assert.Equal("bin_start,model,origin_region,tier,prompt_tokens_per_second,output_tokens_per_second,requests_per_second", lines[0]);
        var rows = lines.Skip(1).Select(l => l.Split(',')).ToList();
        var bins = (int)(TimeSpan.FromDays(14) / plan.Planning.DemandBin);
        Assert.All(rows.GroupBy(r => (r[1], r[2], r[3])), g => Assert.Equal(bins, g.Count()));
        Assert.True(string.CompareOrdinal(rows[^1][0], "2026-06-02T12:07:00Z") < 0);
        // The past's mean rate is that of weekdays and weekends together: below the working day's twelve a second, and of its size.
        Assert.InRange(rows.Sum(r => double.Parse(r[6], System.Globalization.CultureInfo.InvariantCulture)) / bins, 12 * 0.5, 12);
    }
}
