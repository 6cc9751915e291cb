using System.Diagnostics;

namespace SageServe.EngineModel.Tests;

public sealed class SpeedTests
{
    [Fact]
    public void A_simulated_hour_of_one_busy_replica_takes_seconds_at_most()
    {
        var engine = new EngineInstance(DemoCatalog.BigProfile, 16384, reportEveryToken: false);
        var random = new RandomStream(3);
        var events = new List<EngineEvent>();
        var seconds = 0.0;
        var watch = Stopwatch.StartNew();
        for (var i = 0; seconds < 3600; i++, seconds += random.NextExponential(1 / 0.9))
        {
            engine.Enqueue(new EngineRequest(i, 200 + random.NextInt(1900), 1 + random.NextInt(430), 0, []), EngineRun.At(seconds * 1000));
            events.Clear();
            engine.Advance(EngineRun.At(seconds * 1000), events);
        }

        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(10), $"took {watch.Elapsed}");
        TestContext.Current.SendDiagnosticMessage($"{engine.Read().Steps} steps, {engine.Read().GenerationTokens} tokens in {watch.Elapsed.TotalMilliseconds:0} ms");
    }
}
