using Yarp.ReverseProxy.Forwarder;

namespace SageServe.Gateway.Tests;

public sealed class ConnectTimeoutTests
{
    [Fact]
    public async Task A_connection_that_does_not_come_about_may_be_tried_elsewhere()
    {
        // The platform's own exception, from a connection that never ends.
        using var client = new HttpMessageInvoker(new SocketsHttpHandler
        {
            ConnectTimeout = TimeSpan.FromMilliseconds(20),
            ConnectCallback = async (_, stop) =>
            {
                await Task.Delay(Timeout.Infinite, stop);
                return Stream.Null;
            },
        });
        using var request = new HttpRequestMessage(HttpMethod.Get, "http://127.0.0.1:1/");
        var error = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.SendAsync(request, CancellationToken.None));
        Assert.Equal(AttemptOutcome.ConnectTimedOut, Outcome(error));
    }

    [Fact]
    public void Silence_after_the_request_was_sent_is_a_timeout() =>
        Assert.Equal(AttemptOutcome.FirstTokenTimedOut, Outcome(new TaskCanceledException()));

    private static AttemptOutcome Outcome(Exception error) =>
        AttemptOutcomes.Of(ForwarderError.RequestTimedOut, error, AttemptLimit.None, committed: false, clientGone: false, stopped: false);
}
