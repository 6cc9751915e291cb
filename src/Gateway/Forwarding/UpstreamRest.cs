using System.Globalization;

namespace SageServe.Gateway;

/// <summary>Reads how long a refusing upstream wants to be left alone.</summary>
internal static class UpstreamRest
{
    /// <summary><c>retry-after-ms</c> before <c>retry-after</c> in seconds; a date counts against the upstream's own <c>date</c>. Zero without one.</summary>
    public static TimeSpan Of(HttpResponseMessage answer)
    {
        if (answer.Headers.NonValidated.TryGetValues(HeaderNames.RetryAfterMs, out var exact)
            && double.TryParse(exact.ToString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var milliseconds)
            && milliseconds is > 0 and < 1e9)
        {
            return TimeSpan.FromMilliseconds(milliseconds);
        }

        var wait = answer.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } when answer.Headers.Date is { } told => date - told,
            _ => TimeSpan.Zero,
        };
        return wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
    }
}
