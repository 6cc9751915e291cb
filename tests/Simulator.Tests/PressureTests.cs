using SageServe.Routing;
using SageServe.Simulator;

namespace SageServe.Simulator.Tests;

/// <summary>Load that fills the engines' time and hardly any KV cache: long prompts with answers of one token.</summary>
public sealed class PressureTests
{
    [Fact]
    public void Prompts_that_never_take_kv_above_a_fifth_still_spill_and_keep_patient_work_out()
    {
        // Four prompts of half a second each a second for 20 s: twice what the home replica can do. Patient ones come amid that.
        var prompts = Enumerable.Range(0, 80).Select(i => SmallWorld.Request(1 + i * 0.25, prompt: 500, output: 1));
        var patient = Enumerable.Range(0, 10).Select(i => SmallWorld.Request(8.1 + i * 0.25, prompt: 500, output: 1, ServiceTier.NonInteractive));
        var watch = new Watch(SmallWorld.Start + TimeSpan.FromSeconds(8), SmallWorld.Start + TimeSpan.FromSeconds(20));
        var run = new SimulationRun(
            SmallWorld.Scenario(prompts.Concat(patient).OrderBy(a => a.At), east: 1, west: 1), 1, [.. SimulationChecker.All(), watch], null);
        run.Advance(SmallWorld.Start + TimeSpan.FromSeconds(60));

        Assert.InRange(watch.HighestKv, 0.01, 0.2);
        Assert.True(watch.Spilled >= 20, $"{watch.Spilled} of 80 went to the other region");
        Assert.True(watch.PatientSentUnderLoad <= 2, $"{watch.PatientSentUnderLoad} patient requests were sent amid the load");
        Assert.Empty(run.Tally.Open);
    }

    private sealed class Watch(Instant from, Instant until) : SimulationChecker
    {
        public double HighestKv { get; private set; }

        public int Spilled { get; private set; }

        public int PatientSentUnderLoad { get; private set; }

        public override void Sent(SimLeg leg, SimReplica replica)
        {
            Spilled += replica.Pool.Region == SmallWorld.West && leg.Request.Tier.IsInteractive() ? 1 : 0;
            var home = leg.Driver.Region.Id == SmallWorld.East;
            PatientSentUnderLoad += home && !leg.Request.Tier.IsInteractive() && leg.Request.Arrived >= from && leg.Request.Arrived < until ? 1 : 0;
        }

        public override void ReplicaRead(SimReplica replica) => HighestKv = Math.Max(HighestKv, replica.Reading?.KvUsage.Value ?? 0);
    }
}
