using System.Collections.Immutable;

namespace SageServe.Cli;

/// <summary>Starts every case, checks its answers, warms it up, then measures all of them in turn, round after round.</summary>
internal sealed class GatewayBench(GatewayBenchOptions options, Action<string> say) : IDisposable
{
    private const int WarmUpConcurrency = 16;

    public static readonly TimeSpan ChunkPause = TimeSpan.FromMilliseconds(10);

    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false });
    private readonly CorePlan _cores = CorePlan.OfThisProcess();

    public async Task<GatewayBenchReport> RunAsync(CancellationToken stop)
    {
        await using var stage = new BenchStage(_cores);
        var load = new H2Load(_cores);
        say("starting the upstream and every proxy");
        await stage.StartAsync(BenchCase.All.Where(c => options.Cases.Contains(c.Name)), ChunkPause, stop);
        foreach (var (name, reason) in stage.Skipped)
        {
            say($"{name} is left out: {reason}");
        }

        foreach (var target in stage.Targets)
        {
            say($"checking and warming up {target.Case.Name}");
            await AnswerCheck.CheckAsync(_http, stage, target, stage.Upstream, stop);
            await load.RunAsync(target.Url, stage.WholeBody, options.Requests, WarmUpConcurrency, null, stop);
            await load.RunAsync(target.Url, stage.StreamBody, Math.Min(options.Streams, 4 * options.Concurrency), options.Concurrency, null, stop);
        }

        var rounds = new Dictionary<string, List<RoundFigures>>(StringComparer.Ordinal);
        for (var round = 1; round <= options.Rounds; round++)
        {
            foreach (var target in stage.Targets)
            {
                say($"round {round} of {options.Rounds}: {target.Case.Name}");
                rounds.TryAdd(target.Case.Name, []);
                rounds[target.Case.Name].Add(await RoundAsync(load, stage, target, stop));
            }
        }

        return Report(stage, rounds);
    }

    public void Dispose() => _http.Dispose();

    private async Task<RoundFigures> RoundAsync(H2Load load, BenchStage stage, BenchTarget target, CancellationToken stop)
    {
        var whole = await PhaseAsync(target, options.Requests, () => load.RunAsync(target.Url, stage.WholeBody, options.Requests, options.Concurrency, null, stop), stop);
        var stream = await PhaseAsync(target, options.Streams, () => load.RunAsync(target.Url, stage.StreamBody, options.Streams, options.Concurrency, null, stop), stop);
        var low = await PhaseAsync(target, options.LowRateRequests, () => load.RunAsync(target.Url, stage.WholeBody, options.LowRateRequests, 1, options.Rate, stop), stop);
        return new RoundFigures(whole, stream, low);
    }

    private async Task<PhaseFigures> PhaseAsync(BenchTarget target, int requests, Func<Task<double[]>> run, CancellationToken stop)
    {
        var allocated = await target.AllocatedBytesAsync(_http, stop);
        var cpu = target.CpuSeconds();
        var times = Percentiles.Of(await run());
        cpu = target.CpuSeconds() - cpu;
        allocated = await target.AllocatedBytesAsync(_http, stop) - allocated;
        return new PhaseFigures(cpu * 1000 / requests, allocated / requests, times.P50!.Value, times.P99!.Value);
    }

    private GatewayBenchReport Report(BenchStage stage, Dictionary<string, List<RoundFigures>> rounds) => new()
    {
        Requests = options.Requests,
        Streams = options.Streams,
        Concurrency = options.Concurrency,
        Rounds = options.Rounds,
        Rate = options.Rate,
        Pinned = _cores.Proxy is not null,
        Skipped = stage.Skipped.ToImmutableSortedDictionary(StringComparer.Ordinal),
        Cases = [.. stage.Targets.Select(t => Case(t, rounds))],
    };

    private static CaseReport Case(BenchTarget target, Dictionary<string, List<RoundFigures>> rounds)
    {
        PhaseReport Phase(Func<RoundFigures, PhaseFigures> phase)
        {
            ImmutableArray<PhaseFigures>? Of(string name) => rounds.TryGetValue(name, out var figures) ? [.. figures.Select(phase)] : null;
            return PhaseReport.Of(Of(target.Case.Name)!.Value, Of(BenchCase.Yarp), Of(BenchCase.Direct));
        }

        return new CaseReport
        {
            Name = target.Case.Name,
            What = target.Case.What,
            Whole = Phase(r => r.Whole),
            Stream = Phase(r => r.Stream),
            LowRate = Phase(r => r.LowRate),
            PeakRssBytes = target.PeakBytes(),
        };
    }
}
