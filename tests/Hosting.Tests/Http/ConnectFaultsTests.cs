using System.Net;
using System.Net.Sockets;

namespace SageServe.Hosting.Tests;

public sealed class ConnectFaultsTests
{
    [Fact]
    public async Task A_bare_fault_of_a_socket_is_a_failed_connect()
    {
        using var client = new HttpClient(new ConnectFaults(new Scripted(() => throw new SocketException((int)SocketError.NotConnected))));
        var fault = await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync(new Uri("http://127.0.0.1/")));
        Assert.Equal(HttpRequestError.ConnectionError, fault.HttpRequestError);
        Assert.IsType<SocketException>(fault.InnerException);
    }

    [Fact]
    public async Task Answers_and_other_faults_pass()
    {
        using var well = new HttpClient(new ConnectFaults(new Scripted(() => new HttpResponseMessage(HttpStatusCode.Accepted))));
        Assert.Equal(HttpStatusCode.Accepted, (await well.GetAsync(new Uri("http://127.0.0.1/"))).StatusCode);
        using var ill = new HttpClient(new ConnectFaults(new Scripted(() => throw new InvalidOperationException("x"))));
        await Assert.ThrowsAsync<InvalidOperationException>(() => ill.GetAsync(new Uri("http://127.0.0.1/")));
    }

    private sealed class Scripted(Func<HttpResponseMessage> answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => Task.FromResult(answer());
    }
}
