using Yarp.ReverseProxy;
using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Model;
using Yarp.ReverseProxy.Transforms;

namespace SageServe.YarpYardstick;

/// <summary>
/// One of the two ways to build the gateway: a middleware in YARP's pipeline that reads the body, chooses the destination, and runs the
/// rest of the pipeline again when an attempt failed before its first byte. Compare <see cref="ForwarderGateway"/>.
/// </summary>
internal static class PipelineGateway
{
    public static Action<WebApplication> Add(WebApplicationBuilder builder, string[] upstreams)
    {
        PlainYarp.AddProxy(builder, upstreams).AddTransforms(transforms => transforms.AddResponseTransform(static context =>
        {
            // YARP takes an upstream's 503 for an answer: without its body nothing has begun, and another attempt may follow.
            context.SuppressResponseBody = context.ProxyResponse is { } answer && Retryable.Is((int)answer.StatusCode);
            return default;
        }));
        return app =>
        {
            var clusters = app.Services.GetRequiredService<IProxyStateLookup>();
            app.MapReverseProxy(proxy => proxy.Use((http, next) => ServeAsync(http, next, clusters)));
        };
    }

    private static async Task ServeAsync(HttpContext http, RequestDelegate next, IProxyStateLookup clusters)
    {
        using var body = await PooledText.ReadAsync(http);
        if (body.Model() is null || !clusters.TryGetCluster(PlainYarp.Cluster, out var cluster))
        {
            http.Response.StatusCode = 400;
            return;
        }

        var destinations = cluster.DestinationsState.AllDestinations;
        for (var attempt = 0; attempt < Retryable.MaxAttempts; attempt++)
        {
            if (attempt > 0)
            {
                http.Features.Set<IForwarderErrorFeature>(null);
                http.Response.Clear();
            }

            http.Request.Body = body.Open();
            http.ReassignProxyRequest(cluster);
            http.GetReverseProxyFeature().AvailableDestinations = destinations[attempt % destinations.Count];
            await next(http);
            var failed = http.GetForwarderErrorFeature() is not null || Retryable.Is(http.Response.StatusCode);
            if (!failed || http.Response.HasStarted || http.RequestAborted.IsCancellationRequested)
            {
                return;
            }
        }
    }
}
