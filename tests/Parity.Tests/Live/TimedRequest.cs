namespace SageServe.Parity.Tests;

/// <summary>When a request was sent and when its tokens came; seconds of engine time since the first request was sent.</summary>
internal readonly record struct TimedRequest(double Sent, double First, double Last)
{
    public double Ttft => First - Sent;

    public double E2e => Last - Sent;
}
