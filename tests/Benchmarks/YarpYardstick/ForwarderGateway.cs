using System.Net;
using Yarp.ReverseProxy.Forwarder;

namespace SageServe.YarpYardstick;

/// <summary>
/// The other way to build the gateway: the same as <see cref="PipelineGateway"/> in everything but that <see cref="IHttpForwarder"/> is
/// called directly, on the client's own context, with an address instead of a destination.
/// </summary>
internal static class ForwarderGateway
{
    public static Action<WebApplication> Add(WebApplicationBuilder builder, string[] upstreams)
    {
        builder.Services.AddHttpForwarder();
        return app =>
        {
            var forwarder = app.Services.GetRequiredService<IHttpForwarder>();
            // As YARP's own factory makes it for a cluster.
            var client = new HttpMessageInvoker(new SocketsHttpHandler
            {
                UseProxy = false,
                UseCookies = false,
                AllowAutoRedirect = false,
                AutomaticDecompression = DecompressionMethods.None,
                EnableMultipleHttp2Connections = true,
                ConnectTimeout = TimeSpan.FromSeconds(15),
            });
            app.MapPost("/v1/{**path}", http => ServeAsync(http, forwarder, client, upstreams));
        };
    }

    private static async Task ServeAsync(HttpContext http, IHttpForwarder forwarder, HttpMessageInvoker client, string[] upstreams)
    {
        using var body = await PooledText.ReadAsync(http);
        if (body.Model() is null)
        {
            http.Response.StatusCode = 400;
            return;
        }

        for (var attempt = 0; attempt < Retryable.MaxAttempts; attempt++)
        {
            if (attempt > 0)
            {
                http.Features.Set<IForwarderErrorFeature>(null);
                http.Response.Clear();
            }

            http.Request.Body = body.Open();
            var error = await forwarder.SendAsync(http, upstreams[attempt % upstreams.Length], client, ForwarderRequestConfig.Empty, SuppressingTransformer.Instance, http.RequestAborted);
            var failed = error != ForwarderError.None || Retryable.Is(http.Response.StatusCode);
            if (!failed || http.Response.HasStarted || http.RequestAborted.IsCancellationRequested)
            {
                return;
            }
        }
    }
}
