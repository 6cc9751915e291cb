namespace SageServe.Chart.Tests;

/// <summary>How long a pod may take to end: longer than what runs in it.</summary>
public sealed class GraceTests(Renderings renderings)
{
    [Fact]
    public void A_gateway_has_time_for_its_longest_stream()
    {
        // An hour, which is the product's own bound, then 5 s of preStop, 5 s of Drain:Delay and 15 s to end.
        Assert.Equal(3625, Grace(renderings["defaults"], "-gateway"));
        Assert.Equal(625, Grace(renderings["deployment"], "-gateway"));
        Assert.Contains("\"Limit\": \"00:10:00\"", (string)renderings["deployment"].One("ConfigMap", "-gateway")["data"]!["gateway.json"]!, StringComparison.Ordinal);
        Assert.Equal(5, (int)renderings["defaults"].PodOf("-gateway")["containers"]![0]!["lifecycle"]!["preStop"]!["sleep"]!["seconds"]!);
    }

    [Fact]
    public void An_engine_has_time_for_its_wait_and_its_own_patience()
    {
        var pod = renderings["production"].PodOf("-llama-8b");
        Assert.Equal(15 + 600 + 30, (int)pod["terminationGracePeriodSeconds"]!);
        Assert.Contains("--shutdown-timeout=600", pod["containers"]![0]!["args"]!.AsArray().Select(a => (string)a!));
    }

    [Theory]
    [InlineData("00:10:00", "00:30:00", "00:00:20", 0, 20 + 1800 + 15)]
    [InlineData("00:00:30.5", "00:00:08", "00:00:00", 7, 7 + 31 + 15)]
    [InlineData("1.00:00:00", "00:00:09", "00:00:00", 1, 1 + 3600 + 15)]
    public async Task The_longest_interactive_time_counts(string fast, string normal, string delay, int preStop, int expected)
    {
        Helm.Require();
        var manifest = await Helm.RenderAsync(
            "g", "--set", $"gateway.config.Gateway.Forwarding.Timeouts.InteractiveFast.Total={fast}", "--set", $"gateway.config.Gateway.Forwarding.Timeouts.InteractiveNormal.Total={normal}",
            "--set", $"gateway.config.Drain.Delay={delay}", "--set", $"gateway.preStopSeconds={preStop}");
        Assert.Equal(expected, Grace(manifest, "-gateway"));
    }

    [Fact]
    public async Task A_shorter_grace_is_refused_with_the_sum_and_a_longer_one_is_taken()
    {
        Helm.Require();
        await Helm.RefusesAsync("gateway.terminationGracePeriodSeconds is 3624, and streams may need 3625", "gateway: { terminationGracePeriodSeconds: 3624 }");
        await Helm.RefusesAsync("gateway.terminationGracePeriodSeconds is 0, and", "gateway: { terminationGracePeriodSeconds: 0 }");
        await Helm.RefusesAsync("is no duration", "gateway: { config: { Gateway: { Forwarding: { Timeouts: { InteractiveFast: { Total: 600 } } } } } }");
        await Helm.RefusesAsync("engine a: terminationGracePeriodSeconds is 60, and what runs may need 645", "engines: [{ name: a, model: m, accelerator: x, maxReplicas: 1, deploy: true, terminationGracePeriodSeconds: 60 }]");
        Assert.Equal(4000, Grace(await Helm.RenderAsync("g", "--set", "gateway.terminationGracePeriodSeconds=4000"), "-gateway"));
    }

    private static int Grace(Manifest manifest, string suffix) => (int)manifest.PodOf(suffix)["terminationGracePeriodSeconds"]!;
}
