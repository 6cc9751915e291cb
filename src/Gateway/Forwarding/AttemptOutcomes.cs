using System.Net.Sockets;
using System.Security.Authentication;
using Yarp.ReverseProxy.Forwarder;

namespace SageServe.Gateway;

/// <summary>YARP's errors in the words of routing.</summary>
internal static class AttemptOutcomes
{
    /// <param name="error">What YARP says; None after a suppressed retryable answer.</param>
    /// <param name="exception">What it met.</param>
    /// <param name="passed">The limit of time that ended it.</param>
    /// <param name="committed">A byte has gone to the client.</param>
    /// <param name="clientGone">The client's connection has ended.</param>
    /// <param name="stopped">The gateway took the request back.</param>
    public static AttemptOutcome Of(ForwarderError error, Exception? exception, AttemptLimit passed, bool committed, bool clientGone, bool stopped)
    {
        if (clientGone)
        {
            return AttemptOutcome.ClientLeft;
        }

        if (stopped)
        {
            return AttemptOutcome.Cancelled;
        }

        if (passed != AttemptLimit.None)
        {
            return OverTime(passed, committed);
        }

        if (committed)
        {
            return AttemptOutcome.BrokenAfterFirstByte;
        }

        return error switch
        {
            ForwarderError.None => AttemptOutcome.UpstreamRefused,
            // YARP calls a connect timeout a request timeout too, but nothing was sent: another replica may be tried.
            ForwarderError.RequestTimedOut => IsConnectTimeout(exception) ? AttemptOutcome.ConnectTimedOut : AttemptOutcome.FirstTokenTimedOut,
            ForwarderError.Request when IsConnectFailure(exception) => AttemptOutcome.ConnectFailed,
            _ => AttemptOutcome.BrokenBeforeFirstByte,
        };
    }

    /// <summary>What the connection said at the bottom of it, on one line; empty where nothing did.</summary>
    public static string WhyOf(HttpContext attempt) =>
        attempt.GetForwarderErrorFeature()?.Exception?.GetBaseException() is { } error && TextOf(error) is { Length: > 0 } text ? ": " + text.ReplaceLineEndings(" ") : "";

    // The message about an answer that is no HTTP quotes it, and it may hold a prompt.
    private static string TextOf(Exception error) => error switch
    {
        HttpRequestException { HttpRequestError: var kind and (HttpRequestError.InvalidResponse or HttpRequestError.Unknown) } => kind.ToString(),
        HttpIOException { HttpRequestError: var kind and (HttpRequestError.InvalidResponse or HttpRequestError.Unknown) } => kind.ToString(),
        IOException or HttpRequestException or SocketException or AuthenticationException or OperationCanceledException or TimeoutException => error.Message,
        _ => error.GetType().Name,
    };

    // Bytes that fell silent before one of them reached the client are no answer yet.
    private static AttemptOutcome OverTime(AttemptLimit passed, bool committed) => passed switch
    {
        AttemptLimit.Total => AttemptOutcome.TimedOut,
        AttemptLimit.Hang => AttemptOutcome.Hung,
        AttemptLimit.Gap when committed => AttemptOutcome.GapTimedOut,
        _ => AttemptOutcome.FirstTokenTimedOut,
    };

    private static bool IsConnectTimeout(Exception? exception) => exception is OperationCanceledException { InnerException: TimeoutException };

    private static bool IsConnectFailure(Exception? exception) =>
        exception is HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError };
}
