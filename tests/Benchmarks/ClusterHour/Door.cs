using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace SageServe.ClusterHour;

/// <summary>What a Service is in a cluster: one address, which gives a connection to one of those behind it that is there.</summary>
internal sealed class Door : IAsyncDisposable
{
    private readonly ConcurrentDictionary<int, byte> _behind = new();
    private readonly CancellationTokenSource _stop = new();
    private volatile CancellationTokenSource _cut = new();
    private readonly TcpListener _listener;
    private readonly Task _accepting;

    public Door(string url)
    {
        _listener = new TcpListener(IPAddress.Loopback, new Uri(url).Port);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public void Add(string url) => _behind[new Uri(url).Port] = 0;

    public void Remove(string url) => _behind.TryRemove(new Uri(url).Port, out _);

    /// <summary>Nobody is behind it until they are added again; what is connected is cut.</summary>
    public async Task CloseAsync()
    {
        _behind.Clear();
        await _cut.CancelAsync();
        _cut = new CancellationTokenSource();
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            _ = ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token));
        }
    }

    private async Task ServeAsync(TcpClient from)
    {
        using var _ = from;
        using var to = new TcpClient();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token, _cut.Token);
        foreach (var port in _behind.Keys.Order())
        {
            try
            {
                await to.ConnectAsync(IPAddress.Loopback, port, _stop.Token);
                break;
            }
            catch (Exception e) when (e is SocketException or OperationCanceledException)
            {
                // The next one; nobody is there when all are tried.
            }
        }

        if (!to.Connected)
        {
            return;
        }

        try
        {
            await Task.WhenAny(from.GetStream().CopyToAsync(to.GetStream(), either.Token), to.GetStream().CopyToAsync(from.GetStream(), either.Token));
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // One side is gone, and so is the other.
        }
    }
}
