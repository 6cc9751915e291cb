using System.Text.Json.Nodes;

namespace SageServe.Cli.Tests;

/// <summary>The shipped schemas: up to date, described, and agreeing with what the executables themselves accept.</summary>
public sealed class ConfigurationSchemaTests
{
    public static TheoryData<string> Kinds => [.. SchemaFile.Kinds];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task The_published_schema_is_the_one_of_the_records(string kind)
    {
        var text = (await CliProgram.Succeeds("config", "schema", kind)).Output;
        var published = new SchemaFile(kind).Path;

        // SAGESERVE_UPDATE=1 writes it anew.
        if (Environment.GetEnvironmentVariable("SAGESERVE_UPDATE") == "1")
        {
            await File.WriteAllTextAsync(published, text);
        }

        Assert.True(text == await File.ReadAllTextAsync(published), $"{published} is not what the records say; write it anew: ./sageserve config schema {kind} > docs/schema/{kind}.schema.json");
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_value_is_described_and_every_group_refuses_other_names(string kind)
    {
        var leaves = new SchemaFile(kind).Leaves().Where(l => l.Path[^1] is not ("$schema" or "0")).ToArray();
        Assert.True(leaves.Length > 20, "there are values");
        var silent = leaves.Where(l => l.Schema["description"] is null).Select(l => string.Join(':', l.Path)).ToArray();
        Assert.True(silent.Length == 0, "without a doc comment: " + string.Join(", ", silent));
        Assert.All(Groups(new SchemaFile(kind).Root), g => Assert.False(g["additionalProperties"]!.GetValue<bool>()));
    }

    [Fact]
    public async Task The_examples_and_the_catalogs_of_the_project_are_right()
    {
        foreach (var kind in new[] { "gateway", "scaler", "problem" })
        {
            var example = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", "examples", kind + ".json")));
            Assert.Empty(Assert.Single(await SchemaValidator.CheckAsync(new SchemaFile(kind).Path, example)));
        }

        string[] catalogs = [.. Directory.GetFiles(Path.Combine(Repository.Root, "src", "Simulator", "Data"), "*-catalog.json")];
        Assert.NotEmpty(catalogs);
        var told = await SchemaValidator.CheckAsync(new SchemaFile("catalog").Path, [.. catalogs.Select(c => JsonNode.Parse(File.ReadAllText(c)))]);
        Assert.All(told, Assert.Empty);
    }

    [Fact]
    public async Task Files_that_up_writes_are_right()
    {
        var plan = UpPlan.Make(new UpOptions { Port = 0 }, Instant.FromUnixSeconds(1_790_000_000));
        using var directory = RunDirectory.Create();
        var files = new StackFiles(plan, directory, "a secret of tests");
        files.WriteCatalog();
        Assert.Empty(Assert.Single(await SchemaValidator.CheckAsync(new SchemaFile("catalog").Path, Read(files.Catalog))));
        var gateways = plan.Ports.Regions.Select(files.WriteGateway).ToArray();
        Assert.All(await SchemaValidator.CheckAsync(new SchemaFile("gateway").Path, [.. gateways.Select(Read)]), Assert.Empty);
        Assert.Empty(Assert.Single(await SchemaValidator.CheckAsync(new SchemaFile("scaler").Path, Read(files.WriteScaler()))));
    }

    [Theory]
    [InlineData("gateway", """{ "Gateway": { "Forwarding": { "KeepAliveAftr": "00:00:05" } } }""", "/Gateway/Forwarding/KeepAliveAftr: must NOT have additional properties")]
    [InlineData("gateway", """{ "Gatewayy": {} }""", "/Gatewayy: must NOT have additional properties")]
    [InlineData("gateway", """{ "Gateway": { "MaxBodyBytes": "large" } }""", "/Gateway/MaxBodyBytes: must be integer")]
    [InlineData("gateway", """{ "Gateway": { "MaxBodyBytes": 3 } }""", "/Gateway/MaxBodyBytes: must be >= 1024")]
    [InlineData("gateway", """{ "Gateway": { "Routing": { "HoldOrder": "by-mood" } } }""", "/Gateway/Routing/HoldOrder: must be equal to one of the allowed values")]
    [InlineData("gateway", """{ "Gateway": { "ScrapeInterval": "5" } }""", "/Gateway/ScrapeInterval: must match pattern")]
    [InlineData("gateway", """{ "Gateway": { "Peers": [ { "Regio": "x" } ] } }""", "/Gateway/Peers/0/Regio: must NOT have additional properties")]
    [InlineData("scaler", """{ "Scaler": { "Planning": { "TargetUse": 0 } } }""", "/Scaler/Planning/TargetUse: must be > 0")]
    [InlineData("scaler", """{ "Scaler": { "Planning": { "Strategy": "clairvoyant" } } }""", "/Scaler/Planning/Strategy: must be equal to one of the allowed values")]
    [InlineData("catalog", """{ "pools": [ { "id": { "deployment": { "model": "m", "region": "r" }, "accelerator": "a" }, "minReplicas": 1, "maxReplicas": "2" } ] }""", "/pools/0/maxReplicas: must be integer")]
    [InlineData("catalog", """{ "model": [] }""", "/model: must NOT have additional properties")]
    public async Task A_wrong_file_is_refused_with_the_path(string kind, string document, string problem) =>
        Assert.Contains(Assert.Single(await SchemaValidator.CheckAsync(new SchemaFile(kind).Path, JsonNode.Parse(document))), e => e.StartsWith(problem, StringComparison.Ordinal));

    private static JsonNode? Read(string file) => JsonNode.Parse(File.ReadAllText(file));

    private static IEnumerable<JsonObject> Groups(JsonNode node) => node switch
    {
        JsonObject group => (group["properties"] is JsonObject ? [group] : Array.Empty<JsonObject>()).Concat(group.SelectMany(p => p.Value is null ? [] : Groups(p.Value))),
        JsonArray list => list.SelectMany(i => i is null ? [] : Groups(i)),
        _ => [],
    };
}
