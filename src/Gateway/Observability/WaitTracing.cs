using System.Diagnostics;

namespace SageServe.Gateway;

/// <summary>
/// Spans of waiting, told when it is over: what is not placed after all leaves none behind. <c>hold</c> is the gateway's own, of requests that somebody
/// waits for; <c>queue</c> is the deferred queue.
/// </summary>
internal static class WaitTracing
{
    public const string Hold = "hold";
    public const string Queue = "queue";

    /// <summary>A wait that ends now.</summary>
    public static void Ended(Activity? request, string name, TimeSpan waited)
    {
        if (Begin(request, name, waited) is { } span)
        {
            span.SetStartTime(span.StartTimeUtc - waited);
            span.Stop();
        }
    }

    /// <summary>A wait that had ended when the request's own span began.</summary>
    public static void Before(Activity? request, string name, TimeSpan waited)
    {
        if (Begin(request, name, waited) is { } span)
        {
            span.SetStartTime(request!.StartTimeUtc - waited);
            span.SetEndTime(request.StartTimeUtc);
            span.Stop();
        }
    }

    private static Activity? Begin(Activity? request, string name, TimeSpan waited) => request is { IsAllDataRequested: true } && waited > TimeSpan.Zero
        ? GatewayTracing.Source.StartActivity(ActivityKind.Internal, request.Context, name: name)
        : null;
}
