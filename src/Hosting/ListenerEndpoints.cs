using Microsoft.AspNetCore.Builder;

namespace SageServe.Hosting;

/// <summary>Binds endpoints to one of the process's listeners.</summary>
public static class ListenerEndpoints
{
    /// <summary>
    /// The endpoint answers only on the listener of this address (its port); elsewhere it does not exist.
    /// Port 0, which only tests use, is not restricted, because the port is not known yet.
    /// </summary>
    public static TBuilder OnListener<TBuilder>(this TBuilder endpoint, string url)
        where TBuilder : IEndpointConventionBuilder
    {
        var port = ListenerUrl.Port(url);
        return port == 0 ? endpoint : endpoint.WithMetadata(new ListenerMetadata(port));
    }
}
