namespace SageServe.EngineModel.Tests;

/// <summary>What a simulated hour costs, counted in looks at the engine: a time would depend on the machine.</summary>
public sealed class SpeedTests
{
    [Fact]
    public void A_busy_replica_is_looked_at_a_few_times_a_request_however_many_steps_it_takes()
    {
        var engine = new EngineInstance(DemoCatalog.BigProfile, 16384, reportEveryToken: false);
        var random = new RandomStream(3);
        var events = new List<EngineEvent>();
        var (looks, requests) = (0, 0);
        for (var seconds = 0.0; seconds < 3600; seconds += random.NextExponential(1 / 0.9))
        {
            var arrival = EngineRun.At(seconds * 1000);
            for (; engine.NextEventAt < arrival; looks++)
            {
                events.Clear();
                engine.Advance(engine.NextEventAt, events);
            }

            engine.Enqueue(new EngineRequest(requests++, 200 + random.NextInt(1900), 1 + random.NextInt(430), 0, []), arrival);
        }

        var steps = engine.Read().Steps;
        TestContext.Current.SendDiagnosticMessage($"{requests} requests, {steps} steps, {engine.Read().GenerationTokens} tokens, {looks} looks");
        Assert.True(looks < 5 * requests, $"{looks} looks for {requests} requests");
        Assert.True(looks < steps / 3, $"{looks} looks for {steps} steps");
    }
}
