using SageServe.Kubernetes;

namespace SageServe.Scaler;

/// <summary>How long the API server is left alone after calls that failed: as long as it says, else twice as long each time.</summary>
internal sealed class ClusterPause(SteadyClock clock)
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    private TimeSpan _next = First;
    private Instant _until = Instant.Min;

    public bool IsOver => clock.Now >= _until;

    public void Succeeded() => _next = First;

    /// <summary>A conflict or a missing object says nothing about the server.</summary>
    public void Failed(Exception error)
    {
        if (error is KubernetesException { IsPassing: false, Status: not 0 and not System.Net.HttpStatusCode.Unauthorized })
        {
            return;
        }

        var told = (error as KubernetesException)?.RetryAfter ?? TimeSpan.Zero;
        var wait = told > _next ? told : _next;
        _until = clock.Now + (wait < Longest ? wait : Longest);
        _next = _next * 2 < Longest ? _next * 2 : Longest;
    }
}
