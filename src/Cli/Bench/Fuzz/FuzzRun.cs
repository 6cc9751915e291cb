using System.Collections.Concurrent;
using System.Diagnostics;

namespace SageServe.Cli;

/// <summary>Plays cases from a seed against a gateway process, and looks for crashes, hangs, leaks and wrong bytes.</summary>
internal sealed class FuzzRun(FuzzOptions options, Action<double, int, int> progress)
{
    private const int MostFindings = 100;
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(20);

    private readonly ConcurrentQueue<string> _findings = new();
    private readonly ConcurrentQueue<(double Ms, int Case)> _cancels = new();
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private int _next;
    private int _ended;
    private int _valid;
    private int _left;
    private int _attempts;
    private int _reused;

    /// <exception cref="RunFailedException">The gateway did not start.</exception>
    public async Task<FuzzReport> RunAsync(CancellationToken stop)
    {
        await using var upstream = new FuzzUpstream();
        await using var gateway = new FuzzGateway(upstream.Port);
        await gateway.ReadyAsync(stop);
        var sockets = gateway.OpenSockets() - upstream.OpenConnections;
        _watch.Restart();
        await Task.WhenAll(Enumerable.Range(0, options.Parallel).Select(_ => Task.Run(() => WorkAsync(upstream, gateway, stop), CancellationToken.None)));
        var seconds = _watch.Elapsed.TotalSeconds;
        await LookForLeaksAsync(upstream, gateway, sockets);
        return new FuzzReport
        {
            Seed = options.Seed,
            Cases = _ended,
            Valid = _valid,
            Left = _left,
            Attempts = _attempts,
            Reused = _reused,
            Seconds = seconds,
            CancelMs = Percentiles.Of(_cancels.Select(c => c.Ms)),
            CancelMaxMs = _cancels.DefaultIfEmpty().Max().Ms,
            CancelSlowest = _cancels.DefaultIfEmpty().Max().Case,
            Findings = [.. _findings.Take(MostFindings)],
        };
    }

    private async Task WorkAsync(FuzzUpstream upstream, FuzzGateway gateway, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested && _watch.Elapsed < options.Duration && !gateway.Died && _findings.Count < MostFindings)
        {
            var number = Interlocked.Increment(ref _next) - 1;
            if (number * FuzzTrain.Length >= options.Cases)
            {
                return;
            }

            var train = FuzzTrain.Make(options.Seed, FuzzTrain.NumberOf(options.First) + number);
            FuzzFlight[] flights = [.. train.Cases.Select(c => new FuzzFlight(c))];
            Array.ForEach(flights, upstream.Expect);
            await PlayAsync(flights, train.Pipelined, gateway);
            Array.ForEach(flights, upstream.Forget);
            Array.ForEach(flights, Count);
        }
    }

    private async Task PlayAsync(FuzzFlight[] flights, bool pipelined, FuzzGateway gateway)
    {
        using var limit = new CancellationTokenSource(options.HangAfter);
        var played = 0;
        try
        {
            while (played < flights.Length)
            {
                var outcomes = await new FuzzClient(gateway.Public).RunAsync(flights[played..], pipelined, limit.Token);
                foreach (var outcome in outcomes)
                {
                    await JudgeAsync(outcome, pipelined ? flights.ElementAtOrDefault(played + 1) : null, gateway, limit.Token);
                    played++;
                }

                Interlocked.Add(ref _reused, outcomes.Count - 1);
            }
        }
        catch (OperationCanceledException)
        {
            Found(flights[played], $"no end within {options.HangAfter.TotalSeconds:0} s, of it or of one that was sent after it");
        }
        catch (System.Net.Sockets.SocketException e)
        {
            Found(flights[played], $"the gateway takes no connection: {e.Message}");
        }
    }

    private async Task JudgeAsync(FuzzOutcome outcome, FuzzFlight? sentAfter, FuzzGateway gateway, CancellationToken limit)
    {
        if (outcome.LeftAt is { } at)
        {
            await AwaitCancelAsync(outcome.Flight, at, limit);
        }
        else if (outcome.WasDropped)
        {
            Found(outcome.Flight, "the connection ended before it, and the answer before had not said so");
        }
        else if (FuzzJudge.Problem(outcome.Flight, outcome.Got) is { } problem && !FuzzJudge.IsCutByNext(outcome, sentAfter))
        {
            Found(outcome.Flight, $"{problem}; the gateway's story of it: {await gateway.StoryAsync($"fuzz-{outcome.Flight.Case.Number}", limit)}");
        }
    }

    // Where the upstream hangs it is the client's leaving that must end it, not a limit of time.
    private async Task AwaitCancelAsync(FuzzFlight flight, long leftAt, CancellationToken limit)
    {
        if (flight.Case.LeaveAfterGot == 0 && flight.Attempts > 0)
        {
            var seen = await flight.Left.WaitAsync(limit);
            _cancels.Enqueue((Math.Max(0, Stopwatch.GetElapsedTime(leftAt, seen).TotalMilliseconds), flight.Case.Number));
            if (flight.Attempts > 1)
            {
                Found(flight, "another attempt was made after the client had left");
            }
        }
    }

    private async Task LookForLeaksAsync(FuzzUpstream upstream, FuzzGateway gateway, int sockets)
    {
        if (gateway.Died)
        {
            _findings.Enqueue($"the gateway ended: {gateway.LogTail()}");
            return;
        }

        var watch = Stopwatch.StartNew();
        int open, extra;
        while (((open = await gateway.OpenRequestsAsync(CancellationToken.None)) > 0 | upstream.Playing > 0 | (extra = gateway.OpenSockets() - upstream.OpenConnections - sockets) > 2)
            && watch.Elapsed < Settling)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100));
        }

        if (open > 0 || upstream.Playing > 0 || extra > 2)
        {
            _findings.Enqueue($"left over at the end: {open} requests in the gateway's tables, {upstream.Playing} at the upstream, {extra} sockets more than at the start");
        }

        foreach (var alarm in gateway.Alarms().Take(10))
        {
            _findings.Enqueue($"in the gateway's log: {alarm}");
        }
    }

    private void Found(FuzzFlight flight, string problem) => _findings.Enqueue($"case {flight.Case.Number}: {problem}");

    private void Count(FuzzFlight flight)
    {
        Interlocked.Add(ref _attempts, flight.Attempts);
        Interlocked.Add(ref _valid, flight.Case.Valid ? 1 : 0);
        Interlocked.Add(ref _left, flight.Case.Leaves ? 1 : 0);
        var ended = Interlocked.Increment(ref _ended);
        progress(Math.Max(_watch.Elapsed / options.Duration, options.Cases < int.MaxValue ? ended / (double)options.Cases : 0), ended, _findings.Count);
    }
}
