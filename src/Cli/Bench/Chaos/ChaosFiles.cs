using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SageServe.Cli;

/// <summary>Catalog, keys and configuration of the chaos run: gateways with one store for files, and engines that are never short of memory.</summary>
internal sealed class ChaosFiles(RunDirectory directory, ChaosOptions options, IChaosStore store)
{
    private const string Region = "chaos";
    private static readonly AcceleratorId Gpu = new("gpu");

    public static IReadOnlyList<string> Models { get; } = ["chaos-a", "chaos-b"];

    private string Fleet => directory.File("fleet.json");

    public static string KeyOf(int tenant) => string.Create(CultureInfo.InvariantCulture, $"sk-chaos-{tenant}");

    /// <param name="number">Of the gateway, from 1.</param>
    /// <param name="ports">Public and admin port of every gateway.</param>
    /// <param name="redis">host:port; null for the embedded store.</param>
    public string Gateway(int number, IReadOnlyList<(int Public, int Admin)> ports, string? redis)
    {
        var (port, admin) = ports[number - 1];
        return Write($"gateway-{number}.json", new JsonObject
        {
            ["Gateway"] = new JsonObject
            {
                ["Region"] = Region,
                ["PublicUrl"] = Url(port),
                ["AdminUrl"] = Url(admin),
                ["CatalogFile"] = Catalog(),
                ["FleetFile"] = Fleet,
                ["KeysFile"] = Keys(),
                ["DataDirectory"] = directory.Folder(string.Create(CultureInfo.InvariantCulture, $"data-{number}")),
                ["Files"] = store.Configuration(ports.Count > 1),
                ["PeerSecret"] = "of-this-run-only-0123456789abcdef",
                ["Siblings"] = new JsonObject { ["Urls"] = new JsonArray([.. ports.Count > 1 ? ports.Select(p => (JsonNode)Url(p.Public)) : []]) },
                ["Store"] = redis is null ? new JsonObject { ["Kind"] = "sqlite" } : new JsonObject { ["Kind"] = "redis", ["Redis"] = redis },

                // Work that fails everywhere opens every circuit; a probe a minute would make the run as long as its worst line.
                ["Routing"] = new JsonObject { ["Breaker"] = new JsonObject { ["OpenFor"] = "00:00:01", ["MaxOpenFor"] = "00:00:01" } },
                ["Batch"] = new JsonObject
                {
                    ["LeaseTime"] = Span(options.Lease),
                    ["TakeOver"] = Span(options.Lease),

                    // Minutes between attempts are for outages; here lines are to come to the end of theirs.
                    ["RetryPause"] = Span(TimeSpan.FromSeconds(0.5)),
                    ["MaxAttempts"] = 4,
                },
            },
        });
    }

    public string Emulator(int control) => Write("emulator.json", new JsonObject
    {
        ["Emulator"] = new JsonObject
        {
            ["Region"] = Region,
            ["ControlUrl"] = Url(control),
            ["CatalogFile"] = Catalog(),
            ["Seed"] = options.Seed,
            ["Initial"] = new JsonArray([.. Models.Select(model => (JsonNode)new JsonObject
            {
                ["pool"] = new JsonObject
                {
                    ["deployment"] = new JsonObject { ["model"] = model, ["region"] = Region },
                    ["accelerator"] = Gpu.Value,
                    ["capacityType"] = "OnDemand",
                    ["revision"] = PoolId.DefaultRevision,
                },
                ["count"] = 2,
            })]),
        },
    });

    public void WriteFleet(long version, IEnumerable<ReplicaDocument> replicas)
    {
        FleetReplica[] all = [.. replicas.Select(r => new FleetReplica(r.Id, r.Pool.Model, Gpu, r.Url, false))];
        ReportFile.WriteWhole(Fleet, JsonSerializer.SerializeToUtf8Bytes(new FleetDocument(new RegionId(Region), version, [.. all]), SharedJson.Default.FleetDocument));
    }

    private string Keys()
    {
        var keys = Enumerable.Range(0, options.Tenants).Select(t => (JsonNode)new JsonObject
        {
            ["sha256"] = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(KeyOf(t)))),
            ["tenant"] = string.Create(CultureInfo.InvariantCulture, $"tenant-{t}"),
        });
        return Write("keys.json", new JsonObject { ["keys"] = new JsonArray([.. keys]) });
    }

    private string Catalog()
    {
        var pools = Models.Select(m => new PoolId(new DeploymentId(new ModelId(m), new RegionId(Region)), Gpu)).ToArray();
        var catalog = new CatalogDocument
        {
            Models = [.. pools.Select(p => new ModelSpec(p.Model, 1_000_000, 1000, 8192))],
            Accelerators = [new AcceleratorSpec(Gpu, 1, 1_000_000_000_000, 1)],
            Profiles = [.. pools.Select(p => Profile(p.Model))],
            Regions = [new RegionSpec(new RegionId(Region), [new RegionCapacity(Gpu, 100)], [])],
            Pools = [.. pools.Select(p => new PoolSpec(p, 0, 100, 1))],
            ServedNames = [.. pools.Select(p => new ServedName(p.Model.Value, p.Model))],
            ServiceLevels = Levels(),
        };
        return Write("catalog.json", JsonSerializer.Serialize(catalog, SharedJson.Default.CatalogDocument));
    }

    private static ThroughputProfile Profile(ModelId model) => new()
    {
        Model = model,
        Accelerator = Gpu,
        Prefill = [new StepPoint(128, 0.0005), new StepPoint(8192, 0.005)],
        Decode = [new StepPoint(1, 0.025), new StepPoint(512, 0.03)],
        KvCapacityTokens = 1_000_000,
        MaxSequences = 512,
        MaxBatchedTokens = 8192,
        ReferenceSequences = 256,
        ColdStart = TimeSpan.FromSeconds(1),
        Source = "made up: an engine that answers within half a second",
    };

    private static ImmutableArray<ServiceLevel> Levels() =>
    [
        new(ServiceTier.InteractiveFast, TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(1), null, 3, TimeSpan.FromSeconds(30), 0.95),
        new(ServiceTier.InteractiveNormal, TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(1), null, 3, TimeSpan.FromSeconds(30), 0.95),
        new(ServiceTier.NonInteractive, null, TimeSpan.FromSeconds(1), TimeSpan.FromHours(24), 3, TimeSpan.FromMinutes(1), 0.99),
    ];

    private string Write(string name, JsonObject content) => Write(name, content.ToJsonString());

    private string Write(string name, string text)
    {
        // Gateways read the files of all again when they change.
        var path = directory.File(name);
        if (!File.Exists(path) || File.ReadAllText(path) != text)
        {
            File.WriteAllText(path, text);
        }

        return path;
    }

    private static string Url(int port) => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}");

    private static string Span(TimeSpan span) => span.ToString("c", CultureInfo.InvariantCulture);
}
