using System.Text.Json.Nodes;

namespace SageServe.Cli.Tests;

/// <summary>What the schema allows and refuses, the executables allow and refuse too.</summary>
public sealed class SchemaAgreementTests
{
    public static TheoryData<string> Kinds => ["gateway", "scaler"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task The_defaults_are_allowed_by_both(string kind)
    {
        var schema = new SchemaFile(kind);
        var document = new JsonObject();
        foreach (var (path, leaf) in schema.Leaves().Where(l => l.Schema["default"] is not null && !l.Path.Contains("0")))
        {
            document = SchemaFile.With(document, path, leaf["default"]!.DeepClone());
        }

        Assert.Empty(Assert.Single(await SchemaValidator.CheckAsync(schema.Path, document)));
        var told = await CheckAsync(document);

        // What has no default is missing, and files and addresses with it.
        Assert.All(told, p => Assert.Matches("required|must be addresses|must be there when|must name|is no address|PublicUrl|does not exist", p));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task What_is_out_of_bounds_or_no_name_is_refused_by_both(string kind)
    {
        var schema = new SchemaFile(kind);
        var wrong = schema.Leaves().SelectMany(l => Wrong(l.Schema).Select(v => (l.Path, Value: v))).ToArray();
        Assert.True(wrong.Length > 30, "there are bounds");
        var documents = wrong.Select(w => SchemaFile.With([], w.Path, w.Value.DeepClone())).ToArray();
        var told = await SchemaValidator.CheckAsync(schema.Path, documents);
        for (var i = 0; i < wrong.Length; i++)
        {
            var at = $"/{string.Join('/', wrong[i].Path)}:";
            Assert.True(told[i].Any(e => e.StartsWith(at, StringComparison.Ordinal)), $"{at} {wrong[i].Value} is not refused in:\n{string.Join('\n', told[i])}");
        }

        // Two files: each value below its least, and each above its largest.
        foreach (var round in wrong.GroupBy(w => string.Join(':', w.Path)).SelectMany(g => g.Select((w, i) => (w, i))).GroupBy(w => w.i, w => w.w))
        {
            var all = round.Aggregate(new JsonObject(), (d, w) => SchemaFile.With(d, w.Path, w.Value.DeepClone()));
            var problems = await CheckAsync(all);
            Assert.All(round, w => Assert.True(problems.Any(p => p.Contains(w.Path[^1], StringComparison.Ordinal)), $"{string.Join(':', w.Path)} = {w.Value} is not refused in:\n{string.Join('\n', problems)}"));
        }
    }

    private static IEnumerable<JsonNode> Wrong(JsonObject schema)
    {
        var step = schema["type"]!.ToJsonString().Contains("integer", StringComparison.Ordinal) ? 1 : 1e-3;
        if (schema["enum"] is not null)
        {
            return [step < 1 && schema["type"]!.ToJsonString().Contains("string", StringComparison.Ordinal) ? "nonsense" : 7];
        }

        var values = new[]
        {
            schema["minimum"] is { } low ? low.GetValue<double>() - step : (double?)null,
            schema["exclusiveMinimum"]?.GetValue<double>(),
            schema["maximum"] is { } high ? high.GetValue<double>() + step : null,
            schema["exclusiveMaximum"]?.GetValue<double>(),
        };
        return values.OfType<double>().Select(v => (JsonNode)(step < 1 ? JsonValue.Create(v) : JsonValue.Create((long)v)));
    }

    private static async Task<string[]> CheckAsync(JsonObject document)
    {
        using var folder = new TemporaryFolder();
        var told = folder["told.json"];
        await CliProgram.Run("check-config", folder.Write("file.json", document.ToJsonString()), "--json", told);
        var report = JsonNode.Parse(await File.ReadAllTextAsync(told))!;
        return [.. report["files"]![0]!["problems"]!.AsArray().Select(p => p!["text"]!.GetValue<string>())];
    }
}
