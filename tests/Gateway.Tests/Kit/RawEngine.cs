using System.Net;
using System.Net.Sockets;
using System.Text;

namespace SageServe.Gateway.Tests;

/// <summary>An upstream that shows good metrics and answers everything else with bytes that are no HTTP.</summary>
internal sealed class RawEngine : IAsyncDisposable
{
    private const string Metrics = "vllm:num_requests_running 0\nvllm:num_requests_waiting 0\nvllm:kv_cache_usage_perc 0.1\n";

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly string _answer;
    private readonly Task _accepting;

    private RawEngine(string answer)
    {
        _answer = answer;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public string Url => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    /// <param name="answer">What follows a request, before the connection closes.</param>
    public static RawEngine Start(string answer) => new(answer);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        var running = new List<Task>();
        try
        {
            while (true)
            {
                running.Add(AnswerAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(running);
        }
    }

    private async Task AnswerAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                var stream = client.GetStream();
                var buffer = new byte[64 * 1024];
                var read = await stream.ReadAsync(buffer, _stop.Token);
                var scrape = Encoding.Latin1.GetString(buffer, 0, read).StartsWith("GET /metrics", StringComparison.Ordinal);
                var text = scrape ? $"HTTP/1.1 200 OK\r\nContent-Length: {Metrics.Length}\r\nConnection: close\r\n\r\n{Metrics}" : _answer;
                await stream.WriteAsync(Encoding.Latin1.GetBytes(text), _stop.Token);
            }
            catch (Exception e) when (e is IOException or OperationCanceledException)
            {
                // The gateway left, or the test has ended.
            }
        }
    }
}
