using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace SageServe.Gateway;

/// <summary>Tells a running server other limits. Connections that are open keep the times that they began with; requests on them get the new bounds.</summary>
internal sealed class RunTimeLimits(IServiceProvider services)
{
    // Asked for late: the server's options are made of the gateway's.
    public void Change(LimitOptions limits) => ListenerLimits.Apply(services.GetRequiredService<IOptions<KestrelServerOptions>>().Value.Limits, limits);
}
