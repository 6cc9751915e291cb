using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;

namespace SageServe.VllmEmulator;

/// <summary>Puts the router straight on Kestrel: a replica needs no container, middleware or routing of its own.</summary>
internal sealed class ReplicaApplication(ReplicaRouter router) : IHttpApplication<HttpContext>
{
    public HttpContext CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures);

    public Task ProcessRequestAsync(HttpContext context) => router.HandleAsync(context);

    public void DisposeContext(HttpContext context, Exception? exception)
    {
    }
}
