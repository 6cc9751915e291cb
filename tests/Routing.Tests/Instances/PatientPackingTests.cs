namespace SageServe.Routing.Tests;

/// <summary>Three replicas; 1 ms a token and sequence.</summary>
public sealed class PatientPackingTests
{
    private static InferenceRequest Patient(FlowBench bench, int prompt = 100) => bench.Request(prompt, 100, ServiceTier.NonInteractive, 86400) with { Streaming = false };

    private static FlowBench Bench(string placement = "pack", double reserveUse = 0.5)
    {
        var bench = new FlowBench(new ModelFlowOptions { ReplicaBoundSeconds = 8, PrefillBoundSeconds = 1000, Patient = new PatientOptions { Placement = placement, ReserveUse = reserveUse, PrefillSeconds = 1 } });
        bench.Replica("a").Replica("b").Replica("c").Publish();
        return bench;
    }

    [Fact]
    public void Without_interactive_work_patient_work_fills_one_replica_after_the_other()
    {
        var bench = Bench();
        Assert.Equal(["a", "a", "a"], Enumerable.Range(0, 3).Select(_ => bench.Offer(Patient(bench))[0].Instance.Value));
        Assert.True(bench.Offer(Patient(bench))[0].Reasons.Contains(ReasonCode.PackedPatientWork));
    }

    [Fact]
    public void Replicas_that_interactive_work_needs_are_left_to_it()
    {
        // 20 x 0.6 s in ten seconds are 1.2 replicas, which at half their use are more than two.
        var bench = Bench();
        for (var i = 0; i < 20; i++)
        {
            var request = bench.Request(300, 300);
            bench.Arrive(request);
            bench.End(request, AttemptOutcome.Succeeded, 300);
        }

        var reserved = Slots(bench);
        Assert.Equal("c", bench.Offer(Patient(bench))[0].Instance.Value);
        Assert.Equal("c", bench.Offer(Patient(bench))[0].Instance.Value);
        Assert.Equal("a", bench.Offer(Patient(bench) with { Urgent = true })[0].Instance.Value);

        // A while later nothing of it is left. The requests since then were shorter, so that one more may fit a replica.
        bench.Pass(11);
        bench.Replica("a").Replica("b").Replica("c").Publish();
        Assert.InRange(Slots(bench), 3 * reserved, 3 * (reserved + 1));
        Assert.Equal("c", bench.Offer(Patient(bench))[0].Instance.Value);
    }

    [Fact]
    public void One_replica_stays_open_however_much_interactive_work_there_is()
    {
        var bench = Bench(reserveUse: 0.01);
        var request = bench.Request(300, 300);
        bench.Arrive(request);
        bench.End(request, AttemptOutcome.Succeeded, 300);
        Assert.InRange(bench.Flow.ReadPatientRoom(bench.Now).Open, 1, 64);
        Assert.Equal("c", bench.Offer(Patient(bench))[0].Instance.Value);
    }

    [Fact]
    public void Interactive_work_goes_where_its_first_token_comes_soonest_not_where_least_is_left_to_decode()
    {
        var bench = Bench();
        var patients = Enumerable.Range(0, 10).Select(_ => Patient(bench) with { Streaming = true }).ToList();
        patients.ForEach(p => bench.Offer(p));
        patients.ForEach(p => bench.Progress(p, 1));
        bench.Arrive(bench.Request(2000, 100));
        bench.Arrive(bench.Request(2000, 100));

        // Behind ten decodes it waits for ten milliseconds, behind a prompt for two seconds.
        Assert.Equal("a", bench.Arrive(bench.Request(100, 100))[0].Instance.Value);
    }

    [Fact]
    public void Spread_places_patient_work_as_any_other()
    {
        var bench = Bench("spread");
        Assert.Equal(["a", "b", "c"], Enumerable.Range(0, 3).Select(_ => bench.Offer(Patient(bench))[0].Instance.Value).Order());
    }

    private static int Slots(FlowBench bench) => bench.Flow.ReadPatientRoom(bench.Now).Slots;
}
