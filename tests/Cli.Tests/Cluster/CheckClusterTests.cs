using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using SageServe.ClusterKit;
using YamlDotNet.RepresentationModel;

namespace SageServe.Cli.Tests;

/// <summary>The command as it is called, against a stand-in of a cluster.</summary>
public sealed class CheckClusterTests
{
    private const string AccessReviewPath = "apis/authorization.k8s.io/v1/selfsubjectaccessreviews";
    private static readonly string Schema = Path.Combine(Repository.Root, "docs", "schema", "check-cluster.schema.json");

    [Fact]
    public async Task On_a_cluster_that_keeps_the_rules_all_hold_and_nothing_is_left()
    {
        await using var stand = await ClusterStand.StartAsync();
        var before = stand.Cluster.Store.List(ResourceTypes.Pods).Length;

        var result = await stand.RunAsync("--json");

        Assert.True(result.ExitCode == 0, result.Output + result.Errors);
        var report = JsonNode.Parse(result.Output)!;
        Assert.Equal(ClusterAssertions.All.Select(a => a.Id), report["checks"]!.AsArray().Select(c => (string?)c!["id"]));
        Assert.All(report["checks"]!.AsArray(), c => Assert.Equal("holds", (string?)c!["outcome"]));
        Assert.StartsWith("sageserve-check-", (string?)report["namespace"], StringComparison.Ordinal);
        Assert.Contains($"[{ClusterAssertions.All.Count}/{ClusterAssertions.All.Count}]", result.Errors, StringComparison.Ordinal);
        Assert.Equal(["default"], stand.Namespaces);
        Assert.Equal(before, stand.Cluster.Store.List(ResourceTypes.Pods).Length);

        // Writes outside its namespace: that namespace, and questions about rights.
        var outside = stand.Server.Requests.Where(r => !r.StartsWith("GET", StringComparison.Ordinal) && !r.Contains("/namespaces/sageserve-check-", StringComparison.Ordinal)).Distinct();
        Assert.Equal(["POST api/v1/namespaces", "POST " + AccessReviewPath], outside.Order(StringComparer.Ordinal));
        Assert.Empty(Assert.Single(await SchemaValidator.CheckAsync(Schema, report)));
    }

    [Fact]
    public async Task What_differs_is_told_with_what_it_hurts()
    {
        await using var stand = await ClusterStand.StartAsync(Misbehaviour.ForgetsScale);

        var result = await stand.RunAsync("--only", "scale,lease-once");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("differs  scale ", result.Output, StringComparison.Ordinal);
        Assert.Contains("seen: scaled to 2, the answer says 0 and the Deployment wants 0", result.Output, StringComparison.Ordinal);
        Assert.Contains("hurt: every move of replicas", result.Output, StringComparison.Ordinal);
        Assert.Contains("2 hold, 1 differ, 0 unknown, 0 skipped", result.Output, StringComparison.Ordinal);
        Assert.Equal(["default"], stand.Namespaces);
    }

    [Fact]
    public async Task The_example_role_is_enough_in_a_namespace_that_stays()
    {
        await using var stand = await ClusterStand.StartAsync();
        stand.Server.AddNamespace("sageserve-check");
        stand.Server.Access.Grant("t", "system:serviceaccount:sageserve-check:sageserve-check", ExampleRules(), "sageserve-check");

        var result = await CliProgram.Run("check-cluster", "--kubeconfig", stand.KubeConfig("t"), "--namespace", "sageserve-check");

        Assert.True(result.ExitCode == 0, result.Output + result.Errors);
        Assert.Equal(["default", "sageserve-check"], stand.Namespaces);
        Assert.Empty(stand.Cluster.Store.List(ResourceTypes.ConfigMaps, "sageserve-check"));
        Assert.Empty(stand.Cluster.Store.List(ResourceTypes.Deployments, "sageserve-check"));
    }

    [Fact]
    public async Task Rights_that_are_missing_are_told_before_anything_is_made()
    {
        await using var stand = await ClusterStand.StartAsync();
        stand.Server.AddNamespace("sageserve-check");
        var rules = ExampleRules();
        stand.Server.Access.Grant("t", "checker", [.. rules.Where(r => !r.Resources.Contains("pods/status") && !r.Resources.Contains("leases"))], "sageserve-check");

        var result = await CliProgram.Run("check-cluster", "--kubeconfig", stand.KubeConfig("t"), "--namespace", "sageserve-check");

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("patch pods/status; get leases.coordination.k8s.io; create leases.coordination.k8s.io", result.Errors, StringComparison.Ordinal);
        Assert.Contains("rbac-check.yaml", result.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain(stand.Server.Requests, r => r.StartsWith("POST api/v1", StringComparison.Ordinal));

        // One that may not even look at namespaces.
        var outside = await CliProgram.Run("check-cluster", "--kubeconfig", stand.KubeConfig("t"));
        Assert.Equal(2, outside.ExitCode);
        Assert.Contains("cannot get resource \"namespaces\"", outside.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_namespace_with_pods_is_left_alone()
    {
        await using var stand = await ClusterStand.StartAsync();
        stand.Server.Put("api/v1/namespaces/shop/pods", """{ "metadata": { "name": "web" }, "spec": { "containers": [ { "name": "a" } ] } }""");

        var result = await stand.RunAsync("--namespace", "shop");

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("namespace 'shop' has pods ('web')", result.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain(stand.Server.Requests, r => !r.StartsWith("GET", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_cannot_run_says_what_to_do()
    {
        await using var stand = await ClusterStand.StartAsync();
        using var folder = new TemporaryFolder();
        await CliProgram.Refuses("there is no kubeconfig at", "check-cluster", "--kubeconfig", folder["none"]);
        await CliProgram.Refuses("The kubeconfig is not YAML", "check-cluster", "--kubeconfig", folder.Write("bad", "a: [1"));
        await CliProgram.Refuses("has no entry 'other' in contexts", "check-cluster", "--kubeconfig", stand.KubeConfig(), "--context", "other");
        await CliProgram.Refuses("cannot be reached", "check-cluster", "--kubeconfig", stand.KubeConfig(server: $"http://127.0.0.1:{FreePort.Find()}"));
        await CliProgram.Refuses("no check has that in its id", "check-cluster", "--kubeconfig", stand.KubeConfig(), "--only", "nonsense");
    }

    [Fact]
    public async Task Ctrl_C_ends_the_checks_and_removes_the_namespace()
    {
        await using var stand = await ClusterStand.StartAsync();
        stand.Server.Delete("api/v1/nodes/node-a");

        // A shell may start the tests with interrupts ignored, and children inherit that.
        string[] words = ["--default-signal=INT", CliProgram.Executable, "check-cluster", "--kubeconfig", stand.KubeConfig(), "--only", "removal-least-cost"];
        using var running = Process.Start(new ProcessStartInfo("/usr/bin/env", words) { RedirectStandardError = true })!;
        var errors = running.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await Eventually.True(() => stand.Cluster.Store.List(ResourceTypes.Pods).Length == 4, "it waits for its pods");

        using var interrupt = Process.Start("kill", ["-INT", running.Id.ToString(CultureInfo.InvariantCulture)]);
        await running.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(CommandLine.Interrupted, running.ExitCode);
        Assert.Contains("sageserve: interrupted", await errors, StringComparison.Ordinal);
        Assert.Equal(["default"], stand.Namespaces);
        Assert.Empty(stand.Cluster.Store.List(ResourceTypes.Pods));
    }

    private static IReadOnlyList<PolicyRule> ExampleRules()
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(File.ReadAllText(Path.Combine(Repository.Root, "docs", "examples", "kubernetes", "rbac-check.yaml"))));
        var role = yaml.Documents.Select(d => (YamlMappingNode)d.RootNode).Single(d => d.Children["kind"].ToString() == "Role");
        static string[] Texts(YamlNode rule, string name) => [.. ((YamlSequenceNode)((YamlMappingNode)rule).Children[name]).Select(v => v.ToString())];
        return [.. ((YamlSequenceNode)role.Children["rules"]).Select(r => new PolicyRule(Texts(r, "apiGroups"), Texts(r, "resources"), Texts(r, "verbs")))];
    }
}
