using System.Text.Json.Nodes;

namespace SageServe.ClusterHour;

/// <summary>The configuration of every process, on one envelope clock.</summary>
internal sealed class HourFiles(HourOptions options, RunDirectory directory, IReadOnlyDictionary<string, RegionAddresses> addresses)
{
    private const string Secret = "between-the-regions-of-this-run";
    private readonly Instant _began = Instant.From(TimeProvider.System.GetUtcNow());

    private string Catalog => directory.File("catalog.json");

    public void WriteCatalog() => File.WriteAllText(Catalog, HourWorld.Catalog().ToJsonString());

    /// <param name="name">Of whose token it has, and of the file.</param>
    /// <param name="server">The API server.</param>
    public string KubeConfig(string name, string server)
    {
        var path = directory.File($"{name}.kubeconfig");
        File.WriteAllText(path, $$"""
            current-context: here
            contexts: [ { name: here, context: { cluster: c, user: u, namespace: default } } ]
            clusters: [ { name: c, cluster: { server: "{{server}}" } } ]
            users: [ { name: u, user: { token: {{name}} } } ]
            """);
        return path;
    }

    public string Emulator(string region) => Write($"emulator-{region}.json", new JsonObject
    {
        ["Emulator"] = new JsonObject { ["Region"] = region, ["ControlUrl"] = addresses[region].Control, ["CatalogFile"] = Catalog, ["Seed"] = options.Seed, ["Initial"] = new JsonArray() },
    });

    public string Gateway(string region, string kubeConfig) => Write($"gateway-{region}.json", new JsonObject
    {
        ["Gateway"] = new JsonObject
        {
            ["Region"] = region,
            ["PublicUrl"] = addresses[region].Gateway,
            ["AdminUrl"] = addresses[region].Admin,
            ["CatalogFile"] = Catalog,
            ["PlanConfigMap"] = "sageserve-plan",
            ["Fleet"] = new JsonObject { ["Source"] = "kubernetes", ["Kubernetes"] = new JsonObject { ["KubeConfig"] = kubeConfig, ["PortName"] = "http" } },
            ["PeerSecret"] = Secret,
            ["Peers"] = new JsonArray([.. Others(region).Select(r => (JsonNode)new JsonObject { ["Region"] = r, ["Url"] = addresses[r].Gateway, ["AdminUrl"] = addresses[r].Admin })]),
            ["DataDirectory"] = directory.Folder($"data-{region}"),
            ["ScrapeInterval"] = "00:00:00.250",
            ["DemandBin"] = "00:01:00",
            ["Seed"] = options.Seed,
        },
    });

    public string Scaler(string region, string name, string url, string peerUrl, string kubeConfig) => Write($"scaler-{name}.json", new JsonObject
    {
        ["Scaler"] = new JsonObject
        {
            ["AdminUrl"] = url,
            ["CatalogFile"] = Catalog,
            ["DryRun"] = false,
            ["PlanFile"] = directory.File($"plan-{name}.json"),
            ["Planning"] = new JsonObject { ["Strategy"] = "lt-ua", ["PlanInterval"] = "00:10:00", ["StaleAfter"] = "00:05:00", ["ForecastStep"] = "00:05:00" },
            ["Source"] = new JsonObject { ["Gateways"] = new JsonArray(new JsonObject { ["Region"] = region, ["AdminUrl"] = addresses[region].Metrics }), ["ScrapeInterval"] = "00:00:00.500" },
            ["Actuator"] = new JsonObject
            {
                ["Kind"] = "kubernetes",
                ["ReconcileInterval"] = "00:00:00.500",
                ["Kubernetes"] = new JsonObject
                {
                    ["Region"] = region,
                    ["KubeConfig"] = kubeConfig,
                    ["PortName"] = "http",
                    ["Workloads"] = new JsonArray([.. HourWorld.Models.Select(m => (JsonNode)new JsonObject
                    {
                        ["Model"] = m, ["Accelerator"] = HourWorld.Accelerator, ["Kind"] = HourWorld.Kind(region, m), ["Name"] = HourWorld.Workload(m),
                    })]),
                },
            },
            ["Regional"] = new JsonObject
            {
                ["Region"] = region,
                ["Url"] = peerUrl,
                ["Secret"] = Secret,
                ["Interval"] = "00:00:00.500",
                ["Peers"] = new JsonArray([.. Others(region).Select(r => (JsonNode)new JsonObject { ["Region"] = r, ["Url"] = addresses[r].Scalers })]),
                ["Leases"] = new JsonObject { ["Kind"] = "kubernetes", ["KubeConfig"] = kubeConfig, ["Identity"] = name },
            },
        },
    });

    private static IEnumerable<string> Others(string region) => HourWorld.Regions.Where(r => r != region);

    private string Write(string name, JsonObject document)
    {
        document["Envelope"] = new JsonObject { ["RealEpoch"] = _began.ToString(), ["EnvelopeEpoch"] = "2026-03-02T09:00:00Z", ["Speed"] = options.Speed };
        var path = directory.File(name);
        File.WriteAllText(path, document.ToJsonString());
        return path;
    }
}
