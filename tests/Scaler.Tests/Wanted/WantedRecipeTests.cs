using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using YamlDotNet.RepresentationModel;

namespace SageServe.Scaler.Tests;

/// <summary>What the recipes of docs/operating/own-actuator.md ask, asked of a scaler that runs.</summary>
public sealed class WantedRecipeTests : IAsyncLifetime
{
    private static readonly string Examples = Path.Combine(Repository.Root, "docs", "examples", "kubernetes");

    private readonly ScalerRig _rig = new();
    private ScalerProcess _scaler = null!;

    public async ValueTask InitializeAsync()
    {
        await _rig.StartAsync(seesPool: true);
        _scaler = ScalerProcess.Start(_rig.Folder, _rig.Config(c => c["Scaler"]!["Planning"]!["Strategy"] = "lt-i"));
        await _scaler.Ready();
    }

    public async ValueTask DisposeAsync()
    {
        await _scaler.DisposeAsync();
        await _rig.DisposeAsync();
    }

    [Fact]
    public async Task Keda_finds_a_number_where_the_recipe_says()
    {
        var trigger = (YamlMappingNode)Load("keda-scaledobject.yaml")[0]["spec"]["triggers"][0];
        Assert.Equal(("metrics-api", "AverageValue", "1"), (Text(trigger["type"]), Text(trigger["metricType"]), Text(trigger["metadata"]["targetValue"])));
        var answer = await _scaler.Get(new Uri(Text(trigger["metadata"]["url"])).PathAndQuery);
        Assert.Equal(2, answer.GetProperty(Text(trigger["metadata"]["valueLocation"])).GetInt32());

        // The advice comes, and stands although nobody follows it.
        await Eventually.True(async () => (await _scaler.Get("/admin/wanted")).GetProperty("wanted").GetInt32() == 1, "one replica is enough", TimeSpan.FromSeconds(60));
        Assert.Equal((1, 2), (await _scaler.Get("/admin/wanted")) is var later ? (later.GetProperty("wanted").GetInt32(), later.GetProperty("current").GetInt32()) : default);
        Assert.Empty(_rig.Host.Calls);
        Assert.Contains("sageserve_scaler_wanted_replicas{model=\"llama\"", await _scaler.Http.GetStringAsync(new Uri(_scaler.Url + "/metrics")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_autoscaler_is_answered_as_by_an_external_metrics_api()
    {
        var documents = Load("hpa-external.yaml");
        var group = $"/apis/{Text(documents[0]["spec"]["group"])}/{Text(documents[0]["spec"]["version"])}";
        var metric = documents[1]["spec"]["metrics"][0]["external"]["metric"];
        Assert.Equal(Text(metric["name"]), (await _scaler.Get(group)).GetProperty("resources")[0].GetProperty("name").GetString());
        var selector = string.Join(',', ((YamlMappingNode)metric["selector"]["matchLabels"]).Select(l => $"{Text(l.Key)}={Text(l.Value)}"));
        var list = await _scaler.Get($"{group}/namespaces/serving/{Text(metric["name"])}?labelSelector={Uri.EscapeDataString(selector)}");
        Assert.Equal(("ExternalMetricValueList", "external.metrics.k8s.io/v1beta1"), (list.GetProperty("kind").GetString(), list.GetProperty("apiVersion").GetString()));
        var item = Assert.Single(list.GetProperty("items").EnumerateArray());
        Assert.Equal(("2", "eastus"), (item.GetProperty("value").GetString(), item.GetProperty("metricLabels").GetProperty("region").GetString()));
        Assert.True(item.GetProperty("timestamp").GetDateTimeOffset() > DateTimeOffset.UtcNow - TimeSpan.FromMinutes(5));
    }

    [Theory]
    [InlineData("/admin/wanted?modle=llama", 400, "invalid_parameter")]
    [InlineData("/admin/wanted?model=other", 404, "no_such_pool")]
    [InlineData("/apis/external.metrics.k8s.io/v1beta1/namespaces/x/requests", 404, "NotFound")]
    [InlineData("/apis/external.metrics.k8s.io/v1beta1/namespaces/x/sageserve_scaler_wanted_replicas?labelSelector=model!%3Dllama", 400, "BadRequest")]
    [InlineData("/apis/external.metrics.k8s.io/v1beta1/namespaces/x/sageserve_scaler_wanted_replicas?labelSelector=model%3Dother", 503, "ServiceUnavailable")]
    public async Task What_cannot_be_told_is_an_error_and_never_a_zero(string path, int status, string code)
    {
        using var answer = await _scaler.Http.GetAsync(new Uri(_scaler.Url + path), TestContext.Current.CancellationToken);
        Assert.Equal((HttpStatusCode)status, answer.StatusCode);
        var body = JsonNode.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
        Assert.Equal(code, (body["reason"] ?? body["error"]!["code"])!.GetValue<string>());
    }

    private static List<YamlNode> Load(string file)
    {
        var yaml = new YamlStream();
        using var reader = File.OpenText(Path.Combine(Examples, file));
        yaml.Load(reader);
        return [.. yaml.Documents.Select(d => d.RootNode)];
    }

    private static string Text(YamlNode node) => ((YamlScalarNode)node).Value!;
}
