using System.Collections.Concurrent;
using System.Diagnostics;

namespace SageServe.Cli;

/// <summary>Runs the rounds: so many workers, each with one stream after the other, while replicas are killed, hang and restart.</summary>
internal sealed class StreamsRun(StreamsOptions options, Action<string> say)
{
    private const int MostProblems = 10;

    private readonly SoakTexts _texts = new(options.Tokens);

    public async Task<StreamsReport> RunAsync(CancellationToken stop)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false, PooledConnectionIdleTimeout = TimeSpan.FromSeconds(10) }) { Timeout = Timeout.InfiniteTimeSpan };
        await using var stage = new StreamsStage(options);
        say("starting a gateway and its replicas");
        await stage.ReadyAsync(stop);
        say("learning what each prompt's answer is");
        await _texts.LearnAsync(http, new Uri(stage.Replicas[0].Url), stop);
        var rounds = new List<SoakRound>();
        for (var round = 1; round <= options.Rounds; round++)
        {
            say($"round {round} of {options.Rounds}: {options.Streams} streams for {options.Round.TotalSeconds:0} s");
            rounds.Add(await RoundAsync(stage, http, round, stop));
        }

        return new StreamsReport
        {
            Concurrent = options.Streams,
            Replicas = options.Replicas,
            Tokens = options.Tokens,
            TokenPauseMs = options.TokenPause.TotalMilliseconds,
            MayGrow = options.MayGrow,
            Rounds = [.. rounds],
        };
    }

    private async Task<SoakRound> RoundAsync(StreamsStage stage, HttpClient http, int round, CancellationToken stop)
    {
        var watch = Stopwatch.StartNew();
        var ends = new ConcurrentQueue<(SoakEnd End, string? Problem)>();
        var numbers = 0;
        var faults = new SoakFaults(stage, options.Round).RunAsync(stop);
        await Task.WhenAll(Enumerable.Range(0, options.Streams).Select(_ => Task.Run(WorkAsync, CancellationToken.None)));
        var done = await faults;
        if (stage.GatewayDied)
        {
            throw new RunFailedException($"The gateway ended. The end of its log:\n{stage.LogTail()}");
        }

        var (heap, rss) = await stage.MemoryAsync(stop);
        await stage.ReadyAsync(stop);
        int Count(SoakEnd end) => ends.Count(e => e.End == end);
        return new SoakRound
        {
            Streams = ends.Count,
            Whole = Count(SoakEnd.Whole),
            Broken = Count(SoakEnd.Broken),
            Failed = Count(SoakEnd.Failed),
            Wrong = Count(SoakEnd.Wrong),
            Seconds = watch.Elapsed.TotalSeconds,
            HeapBytes = heap,
            RssBytes = rss,
            Faults = [.. done],
            Problems = [.. ends.Where(e => e.End is SoakEnd.Failed or SoakEnd.Wrong).Select(e => $"{e.End}: {e.Problem}").Take(MostProblems)],
        };

        async Task WorkAsync()
        {
            var call = new SoakCall(http, _texts);
            do
            {
                var number = Interlocked.Increment(ref numbers);
                ends.Enqueue(await call.RunAsync(stage.Gateway, number, $"soak-{round}-{number}", stop));
            }
            while (watch.Elapsed < options.Round && !stop.IsCancellationRequested && !stage.GatewayDied);
        }
    }
}
