using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace SageServe.Monitoring.Tests;

/// <summary>One dashboard of the chart as Grafana would load it.</summary>
internal sealed record Dashboard(string FileName, JsonObject Document)
{
    public static ImmutableArray<Dashboard> All { get; } =
    [
        .. Directory.EnumerateFiles(Path.Combine(Repository.Root, "helm/sageserve/dashboards"), "*.json").Order(StringComparer.Ordinal)
            .Select(f => new Dashboard(Path.GetFileNameWithoutExtension(f), JsonNode.Parse(File.ReadAllText(f))!.AsObject())),
    ];

    public string Uid => (string)Document["uid"]!;

    public IEnumerable<JsonObject> Panels => Document["panels"]!.AsArray().Select(p => p!.AsObject());

    /// <summary>Panels that show something: rows are headings.</summary>
    public IEnumerable<JsonObject> Charts => Panels.Where(p => (string)p["type"]! != "row");

    public IEnumerable<JsonObject> Variables => Document["templating"]!["list"]!.AsArray().Select(v => v!.AsObject());

    public IEnumerable<(string Where, string Query)> Queries =>
    [
        .. Charts.SelectMany(p => p["targets"]!.AsArray().Select(t => ($"{Uid}: {p["title"]}", (string)t!["expr"]!))),
        .. Document["annotations"]!["list"]!.AsArray().Where(a => a!["expr"] is not null).Select(a => ($"{Uid}: {a!["name"]}", (string)a!["expr"]!)),
    ];
}
