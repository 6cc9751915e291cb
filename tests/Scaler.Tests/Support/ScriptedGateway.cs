using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace SageServe.Scaler.Tests;

/// <summary>A gateway's metrics page on a real socket, with demand that follows from the bin's number alone.</summary>
internal sealed class ScriptedGateway : IAsyncDisposable
{
    public static readonly ModelId Model = new("llama");

    private readonly WebApplication _app;
    private readonly EnvelopeClock _clock;
    private readonly TimeSpan _bin;

    private ScriptedGateway(WebApplication app, EnvelopeClock clock, TimeSpan bin, string region, PoolId? pool)
    {
        _app = app;
        _clock = clock;
        _bin = bin;
        Region = new RegionId(region);
        Pool = pool ?? new PoolId(new DeploymentId(Model, Region), new AcceleratorId("a100"), CapacityType.Spot, "batch");
    }

    public RegionId Region { get; }

    public string Url => _app.Urls.First();

    public string Address => new Uri(Url).Authority;

    /// <summary>While true it answers 503.</summary>
    public bool Broken { get; set; }

    /// <summary>While true it has completed no bin yet.</summary>
    public bool Fresh { get; set; }

    public string Kv { get; set; } = "0.42";

    public string Age { get; set; } = "0.25";

    public int Ready { get; set; } = 2;

    /// <summary>Requests that met and missed their target since it began; null tells nothing of them.</summary>
    public (int Met, int Missed)? Slo { get; set; }

    /// <summary>Null tells nothing of it.</summary>
    public ScriptedWork? Work { get; set; } = new();

    /// <summary>How far its clock is ahead.</summary>
    public TimeSpan Ahead { get; set; }

    public PoolId Pool { get; }

    public DemandSeriesId Series => new(Model, Region, ServiceTier.InteractiveFast);

    /// <param name="clock">Its clock.</param>
    /// <param name="bin">Length of its bins.</param>
    /// <param name="region">Where it is.</param>
    /// <param name="pool">The one pool that it sees; null: one that only sources read of.</param>
    public static async Task<ScriptedGateway> Start(EnvelopeClock clock, TimeSpan bin, string region = "eastus", PoolId? pool = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var gateway = new ScriptedGateway(app, clock, bin, region, pool);
        app.MapGet("/metrics", gateway.Answer);
        await app.StartAsync();
        return gateway;
    }

    /// <summary>What it tells of the bin that starts then.</summary>
    public DemandBin Bin(Instant start)
    {
        var number = start.Ticks / _bin.Ticks % 1000;
        return new DemandBin(Series, start, _bin, 100 + number, 10 + number / 7.0, number / 100.0);
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private IResult Answer()
    {
        if (Broken)
        {
            return Results.StatusCode(503);
        }

        var text = new StringBuilder("# a page as prometheus-net writes it\n");
        var labels = string.Join(',', PoolLabels.Names.Zip(PoolLabels.Values(Pool), (name, value) => $"{name}=\"{value}\""));
        text.Append(CultureInfo.InvariantCulture, $"{MetricNames.FleetKvUtilization.Name}{{{labels}}} {Kv}\n");
        text.Append(CultureInfo.InvariantCulture, $"{MetricNames.FleetPressure.Name}{{{labels}}} 1.5\n");
        text.Append(CultureInfo.InvariantCulture, $"{MetricNames.FleetMetricsAge.Name}{{{labels}}} {Age}\n");
        text.Append(CultureInfo.InvariantCulture, $"{MetricNames.FleetReplicas.Name}{{{labels},phase=\"ready\"}} {Ready}\n");
        text.Append(CultureInfo.InvariantCulture, $"{MetricNames.FleetReplicas.Name}{{{labels},phase=\"starting\"}} 1\n");
        Work?.AppendTo(text, labels);
        Work?.AppendDue(text, $"model=\"{Model}\",region=\"{Region}\"");
        if (Slo is { } slo)
        {
            var series = $"{MetricNames.SloRequests.Name}{{model=\"{Model}\",tier=\"interactive-fast\",origin_region=\"{Region}\",outcome=";
            text.Append(CultureInfo.InvariantCulture, $"{series}\"met\"}} {slo.Met}\n{series}\"missed\"}} {slo.Missed}\n{series}\"left\"}} 7\n");
        }

        if (!Fresh)
        {
            AppendDemand(text, Bin((_clock.Now + Ahead).FloorTo(_bin) - _bin));
        }

        return Results.Text(text.ToString(), "text/plain; version=0.0.4");
    }

    private void AppendDemand(StringBuilder text, DemandBin bin)
    {
        var labels = $"model=\"{Model}\",origin_region=\"{Region}\",tier=\"{bin.Series.Tier.WireName()}\"";
        text.Append(CultureInfo.InvariantCulture, $"{MetricNames.DemandBinStart.Name} {bin.Start.ToUnixSeconds():R}\n");
        text.Append(CultureInfo.InvariantCulture, $"{MetricNames.DemandBinLength.Name} {bin.Length.TotalSeconds:R}\n");
        text.Append(CultureInfo.InvariantCulture, $"{MetricNames.DemandPromptRate.Name}{{{labels}}} {bin.PromptTokensPerSecond:R}\n");
        text.Append(CultureInfo.InvariantCulture, $"{MetricNames.DemandOutputRate.Name}{{{labels}}} {bin.OutputTokensPerSecond:R}\n");
        text.Append(CultureInfo.InvariantCulture, $"{MetricNames.DemandRequestRate.Name}{{{labels}}} {bin.RequestsPerSecond:R}\n");
    }
}
