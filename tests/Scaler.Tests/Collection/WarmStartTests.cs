using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace SageServe.Scaler.Tests;

/// <summary>A scaler that starts where a Prometheus has known the gateways for two weeks.</summary>
public sealed class WarmStartTests
{
    private static readonly TimeSpan Bin = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan Scrape = Bin / 2;
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    [Fact]
    public async Task Weeks_of_history_come_in_at_boot_with_their_gaps()
    {
        var newest = new SteadyClock(TimeProvider.System).Now.FloorTo(Bin);
        var oldest = newest - TimeSpan.FromDays(14.9).Ticks / Bin.Ticks * Bin;
        (Instant From, Instant To)[] gaps = [(oldest + Day * 1, oldest + Day * 7), (oldest + Day * 7.3, oldest + Day * 7.7), (oldest + Day * 8.5, newest - Day)];
        await using var server = await PrometheusServer.StartWithPast(Past(oldest, newest, at => gaps.Any(g => at >= g.From && at < g.To)));
        var clock = new EnvelopeClock(new SteadyClock(TimeProvider.System), EnvelopeDocument.Identity);
        using var http = new HttpClient();
        var options = new ScalerOptions
        {
            Planning = new PlanningOptions { DemandBin = Bin },
            Source = new SourceOptions { Kind = SourceOptions.Prometheus, PrometheusUrl = server.Url, Timeout = TimeSpan.FromSeconds(30) },
        };
        var source = new PrometheusDemand(DemandRig.LiveOf(options), http, clock, Microsoft.Extensions.Logging.Abstractions.NullLogger<PrometheusDemand>.Instance);
        var core = new PlanningCore(Catalogs.OnePool(new PoolId(new DeploymentId(new ModelId("llama"), new RegionId("eastus")), new AcceleratorId("a100"))), options.Planning);
        var tick = core.FirstTick(clock.Now);
        var watch = Stopwatch.StartNew();

        var bins = (await source.DemandAsync(tick.DemandSince, default))!.Value;

        TestContext.Current.SendDiagnosticMessage($"{bins.Length} bins in {watch.ElapsedMilliseconds} ms");
        Assert.Equal(oldest, bins[0].Start);
        Assert.All(bins, b => Assert.Equal((Bin, Rate(b.Start), Rate(b.Start) / 4, 2), (b.Length, b.PromptTokensPerSecond, b.OutputTokensPerSecond, b.RequestsPerSecond)));

        // Prometheus takes a sample to hold for five minutes; beyond that nothing is made up, and nothing that was scraped is missing.
        var known = bins.Select(b => b.Start).ToHashSet();
        for (var at = oldest; at < newest - Bin; at += Bin)
        {
            var (isSure, isGap) = (!gaps.Any(g => at >= g.From - Bin * 2 && at <= g.To), gaps.Any(g => at >= g.From && at < g.To - Bin));
            Assert.True(known.Contains(at) ? !isGap : !isSure, $"{at} is {(known.Contains(at) ? "told" : "missing")}");
        }

        var effects = core.OnTick(tick, new TickInput { Now = clock.Now, Demand = bins, Pools = [] });
        Assert.Contains(effects.Plan!.Forecasts, f => f.Points.Length > 0);
    }

    private static double Rate(Instant bin) => 100 + bin.Ticks / Bin.Ticks % 97;

    /// <summary>As a gateway tells it: at each scrape the bin before.</summary>
    private static string Past(Instant oldest, Instant newest, Func<Instant, bool> isGap)
    {
        var text = new StringBuilder();
        void Family(MetricName metric, string labels, Func<Instant, double> value)
        {
            text.Append(CultureInfo.InvariantCulture, $"# TYPE {metric.Name} gauge\n");
            for (var at = oldest + Bin; at <= newest; at += Scrape)
            {
                if (!isGap(at))
                {
                    text.Append(CultureInfo.InvariantCulture, $"{metric.Name}{{instance=\"g\"{labels}}} {value(at.FloorTo(Bin) - Bin):R} {at.ToUnixSeconds():R}\n");
                }
            }
        }

        const string Series = ",model=\"llama\",origin_region=\"eastus\",tier=\"interactive-fast\"";
        Family(MetricNames.DemandBinStart, "", bin => bin.ToUnixSeconds());
        Family(MetricNames.DemandBinLength, "", _ => Bin.TotalSeconds);
        Family(MetricNames.DemandPromptRate, Series, Rate);
        Family(MetricNames.DemandOutputRate, Series, bin => Rate(bin) / 4);
        Family(MetricNames.DemandRequestRate, Series, _ => 2);
        return text.Append("# EOF\n").ToString();
    }
}
