using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace SageServe.Acceptance.Tests;

/// <summary><c>up --full</c>: the same on a real Redis and a real Prometheus, and what Grafana would show of it.</summary>
[Collection(MeasuredTests.Name)]
public sealed partial class FullRunTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly HttpClient _http = new();

    public void Dispose()
    {
        _http.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task The_full_stack_serves_everybody_and_each_panel_of_its_bundle_finds_data()
    {
        CommandLineTool.Require("redis-server");
        CommandLineTool.Require("prometheus");
        var json = _folder["out.json"];
        using var up = new UpProcess("--for", "40s", "--rate", "10", "--json", json, "--full", "--grafana-bundle", _folder["bundle"]);
        await up.LoadBeganAsync();
        var source = await File.ReadAllTextAsync(_folder["bundle/provisioning/datasources/sageserve.yaml"]);
        var prometheus = new Uri(SourceUrl().Match(source).Groups[1].Value);
        Assert.Contains($"Prometheus {prometheus}", up.Errors, StringComparison.Ordinal);
        var provider = await File.ReadAllTextAsync(_folder["bundle/provisioning/dashboards/sageserve.yaml"]);
        Assert.Contains("path: /var/lib/grafana/dashboards/sageserve", provider, StringComparison.Ordinal);

        // What appears late (the first plan, the first batch) has until the end of the load.
        var open = Queries().ToDictionary(q => q.Where, q => q.Query);
        Assert.True(open.Count > 100);
        await Eventually.True(async () => await WithoutDataAsync(prometheus, open) == 0, () => "each query finds data; without: " + string.Join("; ", open.Keys), TimeSpan.FromSeconds(40));
        await AssertRulesAsync(prometheus);
        await AssertAnnotationsAsync(prometheus);
        Assert.True(await up.ExitAsync(TimeSpan.FromSeconds(120)) == 0, up.Errors + await up.Output);
        up.AssertNothingIsLeft();
        using var report = JsonDocument.Parse(await File.ReadAllTextAsync(json));
        RunReports.AssertWhole(report.RootElement);
    }

    /// <summary>Takes out what has found data once.</summary>
    private async Task<int> WithoutDataAsync(Uri prometheus, Dictionary<string, string> open)
    {
        foreach (var (where, query) in open.ToArray())
        {
            var answer = await AskAsync(prometheus, "/api/v1/query?query=" + Uri.EscapeDataString(query));
            if (answer["result"]!.AsArray().Any(r => double.TryParse((string?)r!["value"]![1], CultureInfo.InvariantCulture, out var value) && double.IsFinite(value)))
            {
                open.Remove(where);
            }
        }

        return open.Count;
    }

    /// <summary>The chart's rules are loaded, none of them fails, and the promises' records have values.</summary>
    private async Task AssertRulesAsync(Uri prometheus)
    {
        var groups = (await AskAsync(prometheus, "/api/v1/rules"))["groups"]!.AsArray();
        var rules = groups.SelectMany(g => g!["rules"]!.AsArray()).ToArray();
        Assert.True(rules.Length > 40);
        Assert.All(rules, r => Assert.True((string)r!["health"]! != "err", r.ToJsonString()));
        var burn = await AskAsync(prometheus, "/api/v1/query?query=" + Uri.EscapeDataString("sageserve:slo_burn:rate5m"));
        Assert.NotEmpty(burn["result"]!.AsArray());
    }

    /// <summary>They tell of moves, which a short run may not have: they must be queries all the same.</summary>
    private async Task AssertAnnotationsAsync(Uri prometheus)
    {
        var queries = Boards().SelectMany(b => b["annotations"]!["list"]!.AsArray()).Select(a => (string?)a!["expr"]).OfType<string>().ToArray();
        Assert.Equal(2, queries.Length);
        foreach (var query in queries)
        {
            await AskAsync(prometheus, "/api/v1/query?query=" + Uri.EscapeDataString(Filled(query)));
        }
    }

    private async Task<JsonNode> AskAsync(Uri prometheus, string path)
    {
        using var answer = await _http.GetAsync(new Uri(prometheus, path));
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"{Uri.UnescapeDataString(path)}: {text}");
        return JsonNode.Parse(text)!["data"]!;
    }

    private IEnumerable<JsonNode> Boards() => Directory.EnumerateFiles(_folder["bundle/dashboards"], "*.json").Select(f => JsonNode.Parse(File.ReadAllText(f))!);

    /// <summary>As Grafana sends them with everything chosen.</summary>
    private IEnumerable<(string Where, string Query)> Queries() =>
        from board in Boards()
        from panel in board["panels"]!.AsArray()
        where panel!["targets"] is not null
        from target in panel["targets"]!.AsArray()
        select ($"{board["uid"]}: {panel["title"]} {target["refId"]}", Filled((string)target["expr"]!));

    private static string Filled(string query) => Chosen().Replace(query, ".*")
        .Replace("$__rate_interval", "10s", StringComparison.Ordinal)
        .Replace("$__interval", "10s", StringComparison.Ordinal)
        .Replace("$__range_s", "60", StringComparison.Ordinal)
        .Replace("$__range:1m", "1m:5s", StringComparison.Ordinal)
        .Replace("$__range", "1m", StringComparison.Ordinal);

    [GeneratedRegex(@"\$(?:namespace|model|region|tier)\b")]
    private static partial Regex Chosen();

    [GeneratedRegex(@"\burl: (http\S+)")]
    private static partial Regex SourceUrl();
}
