using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SageServe.Cli;

/// <summary>Catalog and configuration of the soak: an engine with room for everything that says a token now and then.</summary>
internal sealed class StreamsFiles(RunDirectory directory, StreamsOptions options)
{
    public const string Model = "soak-model";

    public static readonly PoolId Pool = new(new DeploymentId(new ModelId(Model), new RegionId("soak")), new AcceleratorId("gpu"));

    private string Fleet => directory.File("fleet.json");

    public string Gateway(int port, int admin)
    {
        var limits = new JsonObject { ["FirstToken"] = Span(options.FirstToken) };
        return Write("gateway.json", new JsonObject
        {
            ["Gateway"] = new JsonObject
            {
                ["Region"] = Pool.Region.Value,
                ["PublicUrl"] = $"http://127.0.0.1:{port}",
                ["AdminUrl"] = $"http://127.0.0.1:{admin}",
                ["CatalogFile"] = Catalog(),
                ["FleetFile"] = Fleet,
                ["DataDirectory"] = directory.Folder("data"),
                ["Forwarding"] = new JsonObject { ["Timeouts"] = new JsonObject { ["InteractiveFast"] = limits } },
            },
        });
    }

    public string Emulator(int control) => Write("emulator.json", new JsonObject
    {
        ["Emulator"] = new JsonObject
        {
            ["Region"] = Pool.Region.Value,
            ["ControlUrl"] = $"http://127.0.0.1:{control}",
            ["CatalogFile"] = Catalog(),
            ["ProcessPerReplica"] = true,
            ["Initial"] = new JsonArray(new JsonObject
            {
                ["pool"] = new JsonObject
                {
                    ["deployment"] = new JsonObject { ["model"] = Model, ["region"] = Pool.Region.Value },
                    ["accelerator"] = Pool.Accelerator.Value,
                    ["capacityType"] = "OnDemand",
                    ["revision"] = PoolId.DefaultRevision,
                },
                ["count"] = options.Replicas,
            }),
        },
    });

    /// <summary>Tells the gateway which replicas there are, whole or not at all.</summary>
    public void WriteFleet(long version, IEnumerable<ReplicaDocument> replicas)
    {
        FleetReplica[] all = [.. replicas.Select(r => new FleetReplica(r.Id, Pool.Model, Pool.Accelerator, r.Url, false))];
        ReportFile.WriteWhole(Fleet, JsonSerializer.SerializeToUtf8Bytes(new FleetDocument(Pool.Region, version, [.. all]), SharedJson.Default.FleetDocument));
    }

    private string Catalog()
    {
        var step = options.TokenPause.TotalSeconds;
        var catalog = new CatalogDocument
        {
            Models = [new ModelSpec(Pool.Model, 1_000_000, 1000, 131_072)],
            Accelerators = [new AcceleratorSpec(Pool.Accelerator, 1, 1_000_000_000_000, 1)],
            Profiles =
            [
                new ThroughputProfile
                {
                    Model = Pool.Model,
                    Accelerator = Pool.Accelerator,
                    Prefill = [new StepPoint(128, 0.0001), new StepPoint(131_072, 0.1)],
                    Decode = [new StepPoint(1, step), new StepPoint(8192, step * 1.01)],
                    KvCapacityTokens = 100_000_000,
                    MaxSequences = 8192,
                    MaxBatchedTokens = 131_072,
                    ReferenceSequences = 8192,
                    ColdStart = TimeSpan.FromSeconds(1),
                    Source = "made up: an engine that is never the limit",
                },
            ],
            Regions = [new RegionSpec(Pool.Region, [new RegionCapacity(Pool.Accelerator, 100)], [])],
            Pools = [new PoolSpec(Pool, 0, 100, 1)],
            ServedNames = [new ServedName(Model, Pool.Model)],
            ServiceLevels = Levels(),
        };
        return Write("catalog.json", JsonSerializer.Serialize(catalog, SharedJson.Default.CatalogDocument));
    }

    private static ImmutableArray<ServiceLevel> Levels() =>
    [
        new(ServiceTier.InteractiveFast, TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(1), null, 3, TimeSpan.FromSeconds(30), 0.95),
        new(ServiceTier.InteractiveNormal, TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(1), null, 3, TimeSpan.FromSeconds(30), 0.95),
        new(ServiceTier.NonInteractive, null, TimeSpan.FromSeconds(1), TimeSpan.FromHours(24), 3, TimeSpan.FromMinutes(1), 0.99),
    ];

    private string Write(string name, JsonObject content) => Write(name, content.ToJsonString());

    private string Write(string name, string text)
    {
        File.WriteAllText(directory.File(name), text);
        return directory.File(name);
    }

    private static string Span(TimeSpan span) => span.ToString("c", CultureInfo.InvariantCulture);
}
