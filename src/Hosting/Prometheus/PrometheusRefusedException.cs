using System.Net;

namespace SageServe.Hosting;

/// <summary>A Prometheus server answered 401 or 403; the message says what that means, without what was sent.</summary>
/// <param name="status">Of its answer.</param>
/// <param name="hadName">A login was sent.</param>
public sealed class PrometheusRefusedException(HttpStatusCode status, bool hadName) : HttpRequestException(Words(status, hadName), null, status)
{
    private static string Words(HttpStatusCode status, bool hadName) => $"It answered {(int)status}: " + (status, hadName) switch
    {
        (_, false) => "it wants a login, and none is given",
        (HttpStatusCode.Forbidden, _) => "this login may not query it; let it, or give another one",
        _ => "it does not take this login; look at the token, or at user and password",
    };
}
