using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SageServe.Cli;

/// <summary>Writes the configuration of every process of a run into its folder.</summary>
internal sealed class StackFiles(UpPlan plan, RunDirectory directory, string peerSecret)
{
    public string Catalog => directory.File("catalog.json");

    public string Plan => directory.File("plan.json");

    public string History => directory.File("history.csv");

    public string Fleet(RegionId region) => directory.File($"fleet-{region}.json");

    /// <summary>A recorded run keeps the catalog beside its logs: a replay needs both.</summary>
    public void WriteCatalog()
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(plan.Catalog.Document, SharedJson.Default.CatalogDocument);
        File.WriteAllBytes(Catalog, bytes);
        if (plan.Options.Record is { } folder)
        {
            File.WriteAllBytes(Path.Combine(folder, "catalog.json"), bytes);
        }
    }

    /// <summary>The first fleet file of a region; from then on the scaler keeps it.</summary>
    public void WriteFleet(RegionId region, ReplicaListDocument replicas)
    {
        ImmutableArray<FleetReplica> fleet =
        [
            .. replicas.Replicas
                .Where(r => r.State is ReplicaState.Starting or ReplicaState.Ready)
                .OrderBy(r => r.Id)
                .Select(r => new FleetReplica(r.Id, r.Pool.Model, r.Pool.Accelerator, r.Url, false, r.Pool.CapacityType, r.Pool.Revision)),
        ];
        var bytes = JsonSerializer.SerializeToUtf8Bytes(new FleetDocument(region, 1, fleet), SharedJson.Default.FleetDocument);
        File.WriteAllBytes(Fleet(region) + ".tmp", bytes);
        File.Move(Fleet(region) + ".tmp", Fleet(region), overwrite: true);
    }

    public string WriteEmulator(RegionPorts region)
    {
        var initial = plan.Initial.Where(i => i.Pool.Region == region.Region && i.Count > 0)
            .Select(i => (JsonNode)new JsonObject { ["pool"] = PoolNode(i.Pool), ["count"] = i.Count });
        return Write($"emulator-{region.Region}.json", new JsonObject
        {
            ["Emulator"] = new JsonObject
            {
                ["Region"] = region.Region.Value,
                ["ControlUrl"] = Text(region.ControlUrl),
                ["CatalogFile"] = Catalog,
                ["Seed"] = plan.Options.Seed,
                ["TimeScale"] = 1.0,
                ["ProcessPerReplica"] = plan.Options.ProcessPerReplica,
                ["Initial"] = new JsonArray([.. initial]),
            },
        });
    }

    public string WriteGateway(RegionPorts region)
    {
        var peers = plan.Ports.Regions.Where(p => p.Region != region.Region).Select(p =>
            (JsonNode)new JsonObject { ["Region"] = p.Region.Value, ["Url"] = Text(p.PublicUrl), ["AdminUrl"] = Text(p.AdminUrl) });
        return Write($"gateway-{region.Region}.json", new JsonObject
        {
            ["Gateway"] = new JsonObject
            {
                ["Region"] = region.Region.Value,
                ["PublicUrl"] = Text(region.PublicUrl),
                ["AdminUrl"] = Text(region.AdminUrl),
                ["CatalogFile"] = Catalog,
                ["FleetFile"] = Fleet(region.Region),
                ["PlanFile"] = Plan,
                ["PeerSecret"] = peerSecret,
                ["Peers"] = new JsonArray([.. peers]),
                ["ScalerAdminUrl"] = Text(plan.Ports.ScalerAdminUrl),
                ["DataDirectory"] = directory.Folder($"data-{region.Region}"),
                ["Store"] = Store(),
                ["ScrapeInterval"] = "00:00:00.500",
                ["DemandBin"] = Span(plan.Planning.DemandBin),
                ["Forwarding"] = new JsonObject { ["EnginePriority"] = true },
                ["Seed"] = plan.Options.Seed,
            },
            ["DecisionLog"] = DecisionLog($"routing-{region.Region}.jsonl"),
        });
    }

    public string WriteScaler()
    {
        var gateways = plan.Ports.Regions.Select(p => (JsonNode)new JsonObject { ["Region"] = p.Region.Value, ["AdminUrl"] = Text(p.AdminUrl) });
        var regions = plan.Ports.Regions.Select(p =>
            (JsonNode)new JsonObject { ["Region"] = p.Region.Value, ["ControlUrl"] = Text(p.ControlUrl), ["FleetFile"] = Fleet(p.Region) });
        return Write("scaler.json", new JsonObject
        {
            ["Scaler"] = new JsonObject
            {
                ["AdminUrl"] = Text(plan.Ports.ScalerAdminUrl),
                ["CatalogFile"] = Catalog,
                ["DryRun"] = false,
                ["Planning"] = Planning(),
                ["Source"] = new JsonObject
                {
                    ["Kind"] = plan.Options.Full ? "prometheus" : "scrape",
                    ["PrometheusUrl"] = plan.Options.Full ? Text(plan.Ports.PrometheusUrl) : null,
                    ["Gateways"] = new JsonArray([.. gateways]),
                    ["ScrapeInterval"] = "00:00:01",
                },
                ["Actuator"] = new JsonObject { ["Kind"] = "local", ["Regions"] = new JsonArray([.. regions]) },
                ["HistoryFile"] = History,
                ["PlanFile"] = Plan,
            },
            ["DecisionLog"] = DecisionLog("planning.jsonl"),
        });
    }

    private JsonObject Planning()
    {
        var planning = plan.Planning;
        return new JsonObject
        {
            ["Strategy"] = planning.Strategy,
            ["DemandBin"] = Span(planning.DemandBin),
            ["PaceInterval"] = Span(planning.PaceInterval),
            ["PlanInterval"] = Span(planning.PlanInterval),
            ["CoolDown"] = Span(planning.CoolDown),
            ["StaleAfter"] = Span(planning.StaleAfter),
            ["SolveSeconds"] = planning.SolveSeconds,
            ["LoadWindow"] = Span(planning.LoadWindow),
            ["CapBreakAfter"] = Span(planning.CapBreakAfter),
            ["Reactive"] = new JsonObject { ["Interval"] = Span(planning.Reactive.Interval), ["CoolDown"] = Span(planning.Reactive.CoolDown) },
            ["Tuned"] = new JsonObject { ["Interval"] = Span(planning.Tuned.Interval), ["Period"] = Span(planning.Tuned.Period) },
            ["Chiron"] = new JsonObject { ["Interval"] = Span(planning.Chiron.Interval), ["CoolDown"] = Span(planning.Chiron.CoolDown) },
        };
    }

    private JsonObject Store() => plan.Options.Full
        ? new JsonObject { ["Kind"] = "redis", ["Redis"] = $"127.0.0.1:{plan.Ports.Redis}" }
        : new JsonObject { ["Kind"] = "sqlite" };

    private JsonObject DecisionLog(string name) => new()
    {
        ["File"] = plan.Options.Record is { } folder ? Path.Combine(Path.GetFullPath(folder), name) : null,
        ["Lossless"] = true,
    };

    private string Write(string name, JsonObject document)
    {
        document["Envelope"] = new JsonObject
        {
            ["RealEpoch"] = plan.Envelope.RealEpoch.ToString(),
            ["EnvelopeEpoch"] = plan.Envelope.EnvelopeEpoch.ToString(),
            ["Speed"] = plan.Envelope.Speed,
        };
        var path = directory.File(name);
        File.WriteAllText(path, document.ToJsonString());
        return path;
    }

    private static JsonObject PoolNode(PoolId pool) => new JsonObject
    {
        ["deployment"] = new JsonObject { ["model"] = pool.Model.Value, ["region"] = pool.Region.Value },
        ["accelerator"] = pool.Accelerator.Value,
        ["capacityType"] = pool.CapacityType.ToString(),
        ["revision"] = pool.Revision,
    };

    private static string Text(Uri address) => address.ToString().TrimEnd('/');

    private static string Span(TimeSpan span) => span.ToString("c", System.Globalization.CultureInfo.InvariantCulture);
}
