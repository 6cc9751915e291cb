using System.Net;

namespace SageServe.Cli;

/// <summary>
/// Sends arrivals at their scheduled moments whatever the answers do: a slow server gets no slower load, and waiting is not left out of
/// the latencies.
/// </summary>
internal sealed class OpenLoopReplayer : IDisposable
{
    /// <summary>Timers of the platform reach 49 days.</summary>
    private static readonly TimeSpan LongestDelay = TimeSpan.FromDays(1);

    private readonly TimeProvider _time;
    private readonly LoadOptions _options;
    private readonly Func<Arrival, Uri> _endpoint;
    private readonly HttpClient _http;
    private readonly long _started;

    /// <param name="time">Clock of the run; the load starts when this is made.</param>
    /// <param name="options">How long, how.</param>
    /// <param name="endpoint">Where an arrival's client connects.</param>
    public OpenLoopReplayer(TimeProvider time, LoadOptions options, Func<Arrival, Uri> endpoint)
    {
        _time = time;
        _options = options;
        _endpoint = endpoint;
        _http = new HttpClient(new SocketsHttpHandler
        {
            MaxConnectionsPerServer = int.MaxValue,
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
            ConnectTimeout = TimeSpan.FromSeconds(10),
            UseProxy = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.None,
        })
        { Timeout = Timeout.InfiniteTimeSpan };
        _started = time.GetTimestamp();
    }

    public LoadTotals Totals { get; } = new();

    /// <summary>Since the load started.</summary>
    public TimeSpan Elapsed => _time.GetElapsedTime(_started);

    /// <summary>Sends until the time is over, the arrivals end, or <paramref name="stop"/>; then drains. Returns when all calls ended.</summary>
    public async Task RunAsync(IEnumerable<Arrival> arrivals, CancellationToken stop)
    {
        using var cut = new CancellationTokenSource();
        var call = new ChatCall(_http, _options, () => Elapsed);
        var calls = new List<Task>();
        var exhausted = true;
        foreach (var arrival in arrivals)
        {
            if (arrival.At >= _options.For || !await UntilAsync(arrival.At, stop))
            {
                exhausted = false;
                break;
            }

            Totals.CountSent();
            calls.Add(OneAsync(call, arrival, cut.Token));
            if (calls.Count > 4096)
            {
                calls.RemoveAll(c => c.IsCompleted);
            }
        }

        // A trace that ends before the time is over ends the load.
        if (!exhausted)
        {
            await UntilAsync(_options.For, stop);
        }

        LoadEndedAt = Elapsed;
        await DrainAsync(Task.WhenAll(calls), cut, stop.IsCancellationRequested);
    }

    /// <summary>When the last arrival could have come; zero while the load runs.</summary>
    public TimeSpan LoadEndedAt { get; private set; }

    public void Dispose() => _http.Dispose();

    private async Task DrainAsync(Task calls, CancellationTokenSource cut, bool interrupted)
    {
        // Who pressed Ctrl-C waits no longer than needed for a clean end.
        var limit = interrupted ? TimeSpan.FromSeconds(1) : _options.Drain;
        using var done = new CancellationTokenSource();
        await Task.WhenAny(calls, Task.Delay(limit, _time, done.Token));
        await done.CancelAsync();
        await cut.CancelAsync();
        await calls;
    }

    private async Task OneAsync(ChatCall call, Arrival arrival, CancellationToken cut)
    {
        await Task.Yield();
        Totals.Add(await call.RunAsync(arrival, _endpoint(arrival), cut));
    }

    private async Task<bool> UntilAsync(TimeSpan at, CancellationToken stop)
    {
        for (var wait = at - Elapsed; wait > TimeSpan.Zero && !stop.IsCancellationRequested; wait = at - Elapsed)
        {
            await Task.Delay(wait < LongestDelay ? wait : LongestDelay, _time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return !stop.IsCancellationRequested;
    }
}
