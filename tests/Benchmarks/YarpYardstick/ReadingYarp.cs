namespace SageServe.YarpYardstick;

/// <summary>YARP's pipeline behind a middleware that reads the body into memory and finds the model in it: the least that any LLM gateway does.</summary>
internal static class ReadingYarp
{
    public static Action<WebApplication> Add(WebApplicationBuilder builder, string[] upstreams)
    {
        PlainYarp.AddProxy(builder, upstreams);
        return app => app.MapReverseProxy(proxy =>
        {
            proxy.Use(async (http, next) =>
            {
                using var body = await PooledText.ReadAsync(http);
                if (body.Model() is null)
                {
                    http.Response.StatusCode = 400;
                    return;
                }

                http.Request.Body = body.Open();
                await next(http);
            });
            proxy.UseSessionAffinity();
            proxy.UseLoadBalancing();
            proxy.UsePassiveHealthChecks();
        });
    }
}
