namespace SageServe.Chart.Tests;

/// <summary>Engines bear what gateways look for, and the two modes of the scaler fit together.</summary>
public sealed class FleetTests(Renderings renderings)
{
    [Fact]
    public void An_engine_of_the_chart_bears_the_labels_of_its_pool()
    {
        var spot = renderings["production"].One("Deployment", "-llama-8b-spot")["spec"]!;
        var pod = spot["template"]!["metadata"]!;
        Assert.Equal(("a100-80gb-x2", "spot", "main"), ((string)pod["labels"]!["sageserve.io/accelerator"]!, (string)pod["labels"]!["sageserve.io/capacity-type"]!, (string)pod["labels"]!["sageserve.io/revision"]!));
        Assert.Equal("llama-3.1-8b", (string)pod["annotations"]!["sageserve.io/model"]!);
        Assert.Equal("true", (string)renderings["production"].One("Service", "-llama-8b-spot")["metadata"]!["labels"]!["sageserve.io/fleet"]!);

        // The scaler's number: an upgrade must not put it back.
        Assert.Null(spot["replicas"]);
        Assert.Equal("2", (string)spot["template"]!["spec"]!["containers"]![0]!["resources"]!["limits"]!["nvidia.com/gpu"]!);
    }

    [Fact]
    public void A_sidecar_starts_first_writes_the_fleet_file_and_the_gateway_reads_it()
    {
        var pod = renderings["sidecar"].PodOf("-gateway");
        var scaler = pod["initContainers"]!.AsArray().Single()!;
        Assert.Equal(("scaler", "Always"), ((string)scaler["name"]!, (string)scaler["restartPolicy"]!));
        Assert.NotNull(scaler["startupProbe"]);
        Assert.Null(scaler["readinessProbe"]);
        Assert.Contains("\"FleetFile\": \"/var/run/sageserve/fleet.json\"", (string)renderings["sidecar"].One("ConfigMap", "-scaler")["data"]!["scaler.json"]!, StringComparison.Ordinal);
        Assert.Equal(("fleet", true), ((string)Mount(pod["containers"]![0]!)["name"]!, (bool)Mount(pod["containers"]![0]!)["readOnly"]!));
        Assert.Null(Mount(scaler)["readOnly"]);
        Assert.DoesNotContain(renderings["sidecar"].Of("Deployment"), d => Manifest.Name(d).EndsWith("-scaler", StringComparison.Ordinal));
    }

    [Fact]
    public void A_scaler_of_its_own_stands_by_twice_and_gateways_read_its_plan_from_the_cluster()
    {
        var manifest = renderings["deployment"];
        Assert.Equal(2, (int)manifest.One("Deployment", "-scaler")["spec"]!["replicas"]!);
        Assert.Contains("\"PlanConfigMap\": \"llm-sageserve-plan\"", (string)manifest.One("ConfigMap", "-gateway")["data"]!["gateway.json"]!, StringComparison.Ordinal);
        Assert.Contains("\"PlanName\": \"llm-sageserve-plan\"", (string)manifest.One("ConfigMap", "-scaler")["data"]!["scaler.json"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_scaler_there_is_nothing_of_it()
    {
        Helm.Require();
        var manifest = await Helm.RenderAsync("r", "--set", "scaler.enabled=false");
        Assert.DoesNotContain(manifest.Objects, o => Manifest.Name(o).Contains("-scaler", StringComparison.Ordinal));
        Assert.DoesNotContain("PlanConfigMap", manifest.Text, StringComparison.Ordinal);
    }

    private static System.Text.Json.Nodes.JsonNode Mount(System.Text.Json.Nodes.JsonNode container) =>
        container["volumeMounts"]!.AsArray().Single(m => (string)m!["mountPath"]! == "/var/run/sageserve")!;
}
