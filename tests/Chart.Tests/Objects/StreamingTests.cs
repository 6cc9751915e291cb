namespace SageServe.Chart.Tests;

/// <summary>What stands before the gateway buffers nothing and cuts no silent stream.</summary>
public sealed class StreamingTests(Renderings renderings)
{
    [Fact]
    public void An_ingress_passes_streams_on_as_long_as_the_gateway_lets_them_run()
    {
        var notes = renderings["production"].Of("Ingress").Single()["metadata"]!["annotations"]!;
        Assert.Equal("off", (string)notes["nginx.ingress.kubernetes.io/proxy-buffering"]!);
        Assert.Equal("off", (string)notes["nginx.ingress.kubernetes.io/proxy-request-buffering"]!);
        Assert.Equal("3600", (string)notes["nginx.ingress.kubernetes.io/proxy-read-timeout"]!);
    }

    [Fact]
    public async Task Annotations_of_the_user_win()
    {
        Helm.Require();
        var manifest = await Helm.RenderAsync("r", "-f", Path.Combine(Renderings.Examples, "production.yaml"), "--set-string", "ingress.annotations.nginx\\.ingress\\.kubernetes\\.io/proxy-read-timeout=7");
        Assert.Equal("7", (string)manifest.Of("Ingress").Single()["metadata"]!["annotations"]!["nginx.ingress.kubernetes.io/proxy-read-timeout"]!);
    }

    [Fact]
    public void A_route_of_the_gateway_api_has_no_timeouts_of_its_own()
    {
        var timeouts = renderings["redis-of-its-own"].Of("HTTPRoute").Single()["spec"]!["rules"]![0]!["timeouts"]!;
        Assert.Equal(("0s", "0s"), ((string)timeouts["request"]!, (string)timeouts["backendRequest"]!));
    }
}
