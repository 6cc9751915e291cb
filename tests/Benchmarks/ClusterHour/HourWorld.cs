using System.Text.Json.Nodes;

namespace SageServe.ClusterHour;

/// <summary>What there is: two models, three regions with a cluster each, six replicas' worth of machines in one.</summary>
internal static class HourWorld
{
    public const string Chat = "chat";
    public const string Code = "code";
    public const string Accelerator = "a100";
    public const int GpusPerNode = 2;
    public const int Nodes = 3;
    public const int MostOfPool = 5;

    /// <summary>Sorted: the first is the one whose cluster decides who plans, and the one with two scalers.</summary>
    public static readonly string[] Regions = ["eastus", "northus", "westus"];

    public static readonly string[] Models = [Chat, Code];

    public static string Workload(string model) => $"{model}-{Accelerator}";

    /// <summary>One workload of each kind that takes pods in its own way.</summary>
    public static string Kind(string region, string model) => region == "northus" && model == Chat ? "statefulset" : "deployment";

    public static int Initial(string region, string model) => region == "northus" && model == Chat ? 2 : 1;

    public static JsonObject Catalog() => new()
    {
        ["models"] = new JsonArray([.. Models.Select(m => (JsonNode)new JsonObject { ["id"] = m, ["weightBytes"] = 16_000_000_000, ["kvBytesPerToken"] = 131_072, ["maxContextTokens"] = 16_384 })]),
        ["accelerators"] = new JsonArray(new JsonObject { ["id"] = Accelerator, ["gpus"] = 1, ["memoryBytes"] = 85_899_345_920, ["usdPerGpuHour"] = 3.673 }),
        ["profiles"] = new JsonArray([.. Models.Select(m => (JsonNode)Profile(m))]),
        ["regions"] = new JsonArray([.. Regions.Select(r => (JsonNode)Region(r))]),
        ["pools"] = new JsonArray([.. Regions.SelectMany(r => Models.Select(m => (JsonNode)Pool(r, m)))]),
        ["servedNames"] = new JsonArray([.. Models.Select(m => (JsonNode)new JsonObject { ["name"] = m, ["model"] = m })]),
        ["serviceLevels"] = new JsonArray(
            Level("interactive-fast", "00:00:02", "00:00:30"), Level("interactive-normal", "00:01:00", "00:01:00"),
            new JsonObject { ["tier"] = "non-interactive", ["tbtTarget"] = "00:00:01", ["completionWindow"] = "1.00:00:00", ["prefillFactor"] = 0, ["holdLimit"] = "00:15:00", ["attainmentTarget"] = 0.99 }),
    };

    /// <summary>Slow enough for a few requests a second of <see cref="HourLoad"/> to need several replicas.</summary>
    private static JsonObject Profile(string model) => new JsonObject
    {
        ["model"] = model,
        ["accelerator"] = Accelerator,
        ["prefill"] = new JsonArray(Point(1, 0.03), Point(48, 0.03), Point(2048, 1.28)),
        ["decode"] = new JsonArray(Point(1, 0.03), Point(64, 0.06)),
        ["decodeSecondsPerContextToken"] = 1e-7,
        ["kvCapacityTokens"] = 60_000,
        ["maxSequences"] = 64,
        ["maxBatchedTokens"] = 2048,
        ["blockTokens"] = 16,
        ["referenceSequences"] = 8,
        ["coldStart"] = "00:02:35",
        ["source"] = "Made up: slow enough for a few requests a second to fill a replica.",
    };

    private static JsonObject Point(int size, double seconds) => new() { ["size"] = size, ["seconds"] = seconds };

    private static JsonObject Region(string region) => new JsonObject
    {
        ["id"] = region,
        ["capacity"] = new JsonArray(new JsonObject { ["accelerator"] = Accelerator, ["replicas"] = Nodes * GpusPerNode }),
        ["links"] = new JsonArray([.. Regions.Where(r => r != region).Select(r => (JsonNode)new JsonObject { ["region"] = r, ["roundTrip"] = "00:00:00.0400000" })]),
    };

    private static JsonObject Pool(string region, string model) => new JsonObject
    {
        ["id"] = new JsonObject { ["deployment"] = new JsonObject { ["model"] = model, ["region"] = region }, ["accelerator"] = Accelerator, ["capacityType"] = "OnDemand", ["revision"] = "main" },
        ["minReplicas"] = 1,
        ["maxReplicas"] = MostOfPool,
        ["initialReplicas"] = Initial(region, model),
    };

    private static JsonObject Level(string tier, string ttft, string hold) => new()
    {
        ["tier"] = tier, ["ttftTarget"] = ttft, ["tbtTarget"] = "00:00:00.2000000", ["prefillFactor"] = 5, ["holdLimit"] = hold, ["attainmentTarget"] = 0.95,
    };
}
