using Yarp.ReverseProxy.Configuration;

namespace SageServe.YarpYardstick;

/// <summary>YARP as its first page shows it: one route, one cluster, the pipeline that comes with it, nothing of ours.</summary>
internal static class PlainYarp
{
    public const string Cluster = "engines";

    public static Action<WebApplication> Add(WebApplicationBuilder builder, string[] upstreams)
    {
        AddProxy(builder, upstreams);
        return app => app.MapReverseProxy();
    }

    public static IReverseProxyBuilder AddProxy(WebApplicationBuilder builder, string[] upstreams) =>
        builder.Services.AddReverseProxy().LoadFromMemory(
            [new RouteConfig { RouteId = "all", ClusterId = Cluster, Match = new RouteMatch { Path = "/v1/{**path}" } }],
            [
                new ClusterConfig
                {
                    ClusterId = Cluster,
                    Destinations = upstreams.Select((url, i) => ($"engine-{i}", new DestinationConfig { Address = url })).ToDictionary(d => d.Item1, d => d.Item2),
                },
            ]);
}
