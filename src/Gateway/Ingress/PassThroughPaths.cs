namespace SageServe.Gateway;

/// <summary>
/// Serves the further paths that an operator listed. They may change while the gateway runs, so they are no endpoints: what found none is
/// looked up here.
/// </summary>
internal sealed class PassThroughPaths(LiveConfiguration live, GatewayPipeline pipeline, GatewayOptions options)
{
    private readonly int _adminPort = new Uri(options.AdminUrl).Port;

    public Task ServeAsync(HttpContext http, RequestDelegate next)
    {
        if (http.GetEndpoint() is not null
            || http.Connection.LocalPort == _adminPort
            || !live.Current.PassThrough.TryGetValue(http.Request.Path.Value ?? "", out var route))
        {
            return next(http);
        }

        if (HttpMethods.IsPost(http.Request.Method))
        {
            return pipeline.HandleAsync(http, route);
        }

        http.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
        http.Response.Headers.Allow = HttpMethods.Post;
        return Task.CompletedTask;
    }
}
