namespace SageServe.Simulator.Tests;

public sealed class DecisionLogTraceTests
{
    [Fact]
    public void A_recorded_run_reads_back_as_the_requests_that_arrived() => Seeds.Check(5, (seed, random) =>
    {
        using var folder = new TemporaryFolder();
        var arrivals = SmallWorld.Random(random, 4, 30).Where(a => a.Tier != ServiceTier.NonInteractive).ToList();
        using (var log = File.Create(folder["log.jsonl"]))
        {
            Simulation.Run(SmallWorld.Scenario(arrivals, 2, 2, 30) with { Decisions = log }, seed);
        }

        Assert.Equal("decisions", TraceFile.FormatOf(folder["log.jsonl"]).Name);
        var rows = TraceFile.Read(folder["log.jsonl"]).ToList();
        Assert.Equal(
            arrivals.Select(a => (a.Model.Value, a.Origin.Value, a.Tier, a.PromptTokens, a.OutputTokens, a.Streaming)),
            rows.Select(r => (r.Model!, r.Origin!, r.Tier!.Value, r.PromptTokens, r.OutputTokens, r.Streaming!.Value)));
        Assert.All(rows.Zip(arrivals), pair => Assert.Equal((pair.Second.At - arrivals[0].At).TotalSeconds, pair.First.At.TotalSeconds, 1e-6));

        using (var copy = File.Create(folder["copy.jsonl"]))
        {
            Assert.Equal(rows.Count, TraceFile.Write(copy, rows));
        }

        Assert.Equal("jsonl", TraceFile.FormatOf(folder["copy.jsonl"]).Name);
        Assert.Equal(rows.Select(r => (r.At, r.PromptTokens, r.OutputTokens, r.Tier)), TraceFile.Read(folder["copy.jsonl"]).Select(r => (r.At, r.PromptTokens, r.OutputTokens, r.Tier)));
    });
}
