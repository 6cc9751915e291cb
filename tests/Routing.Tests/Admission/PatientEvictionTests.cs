namespace SageServe.Routing.Tests;

/// <summary>One replica with 100,000 KV tokens, which patient work of 9,000 each fills; only one thing at a time is short.</summary>
public sealed class PatientEvictionTests
{
    private static FlowBench Bench(double evictions = 2)
    {
        var bench = new FlowBench(new ModelFlowOptions
        {
            ReplicaBoundSeconds = 1000,
            PrefillBoundSeconds = 1000,
            DeferredBoundShare = 1,
            Patient = new PatientOptions { EvictionsPerSecond = evictions, PrefillSeconds = 1000 },
        });
        bench.Replica("a").Publish();
        return bench;
    }

    private static List<InferenceRequest> Fill(FlowBench bench, bool streaming = false)
    {
        var patients = Enumerable.Range(0, 11).Select(_ => bench.Request(5000, 4000, ServiceTier.NonInteractive, 86400) with { Streaming = streaming }).ToList();
        Assert.All(patients, p => Assert.Equal(FlowEffectKind.Forward, bench.Offer(p)[0].Kind));
        return patients;
    }

    [Fact]
    public void An_interactive_request_without_room_gets_that_of_the_patient_one_with_the_least_progress()
    {
        var bench = Bench();
        var patients = Fill(bench, streaming: false);
        var effects = bench.Arrive(bench.Request(5000, 1000));
        Assert.Equal([FlowEffectKind.Evict, FlowEffectKind.Forward], effects.Select(e => e.Kind));
        Assert.Equal(patients[^1].Id, effects[0].Request!.Id);
        Assert.Equal("evicted-for-interactive", effects[0].Reasons.ToString());
        Assert.Equal(RequestOutcome.Evicted, effects[0].Outcome);

        Assert.Equal(0, effects[0].LostTokens);

        // What comes late of it changes nothing.
        Assert.Empty(bench.End(patients[^1], AttemptOutcome.BrokenBeforeFirstByte));
        Assert.Equal(11, bench.Flow.Read(bench.Now).Work[0].Requests);
    }

    [Fact]
    public void What_gives_way_says_what_it_had_got_as_far_as_can_be_guessed()
    {
        var bench = Bench();
        Fill(bench);
        bench.Pass(300);
        bench.Publish();
        bench.Simple(FlowInputKind.TimeReached);
        var effects = bench.Arrive(bench.Request(5000, 3000));
        Assert.Equal(FlowEffectKind.Evict, effects[0].Kind);
        Assert.InRange(effects[0].LostTokens, 1, 3999);
        Assert.Equal(0, effects[1].LostTokens);
    }

    /// <summary>Reading half a prompt for nothing costs more than the wait for its end, where there is time for that.</summary>
    [Theory]
    [InlineData(10, FlowEffectKind.Hold)]
    [InlineData(2, FlowEffectKind.Evict)]
    public void A_prompt_that_is_being_read_gives_way_only_to_who_cannot_wait_for_it(double deadlineIn, FlowEffectKind expected)
    {
        var bench = new FlowBench(new ModelFlowOptions { Patient = new PatientOptions { EvictionsPerSecond = 2 } });
        bench.Replica("a").Publish();
        bench.Offer(bench.Request(3000, 10, ServiceTier.NonInteractive, 86400));
        Assert.Equal(expected, bench.Arrive(bench.Request(1000, 10, deadlineIn: deadlineIn))[0].Kind);
    }

    /// <summary>Without it interactive requests evicted six patient ones each for their KV, whose prompts were read again: half of the work was late.</summary>
    [Fact]
    public void Patient_work_leaves_some_kv_while_interactive_work_comes()
    {
        var bench = Bench();
        bench.End(Arrived(bench), AttemptOutcome.Succeeded, 10);
        var sent = Enumerable.Range(0, 11).TakeWhile(_ => bench.Offer(bench.Request(5000, 4000, ServiceTier.NonInteractive, 86400) with { Urgent = true })[0].Kind == FlowEffectKind.Forward).Count();
        Assert.Equal(9, sent);
        Assert.Equal(FlowEffectKind.Forward, bench.Arrive(bench.Request(5000, 1000))[0].Kind);
    }

    private static InferenceRequest Arrived(FlowBench bench)
    {
        var request = bench.Request(10, 10);
        bench.Arrive(request);
        return request;
    }

    [Fact]
    public void Nobody_gives_way_whose_client_has_a_part_of_its_answer()
    {
        var bench = Bench();
        var patients = Fill(bench, streaming: true);
        patients.ForEach(p => bench.Progress(p, 1));
        Assert.Equal(FlowEffectKind.Hold, bench.Arrive(bench.Request(5000, 1000))[0].Kind);
    }

    [Fact]
    public void No_more_give_way_than_so_many_a_second()
    {
        var bench = Bench();
        Fill(bench);
        var kinds = Enumerable.Range(0, 6).Select(_ => bench.Arrive(bench.Request(5000, 3000))[0].Kind).ToList();
        Assert.Equal(4, kinds.Count(k => k == FlowEffectKind.Evict));
        Assert.Equal(2, kinds.Count(k => k == FlowEffectKind.Hold));
        bench.Pass(1);
        Assert.Equal(2, bench.Simple(FlowInputKind.TimeReached).Count(e => e.Kind == FlowEffectKind.Evict));
    }

    [Fact]
    public void Nobody_gives_way_in_vain()
    {
        // Interactive work fills what the engine can hold; of the one patient request there is not enough to be had.
        var bench = Bench();
        bench.Offer(bench.Request(500, 500, ServiceTier.NonInteractive, 86400) with { Streaming = false });
        for (var i = 0; i < 12; i++)
        {
            bench.Arrive(bench.Request(7000, 1000));
        }

        Assert.Equal(FlowEffectKind.Hold, bench.Arrive(bench.Request(7000, 1000))[0].Kind);
    }

    [Fact]
    public void Patient_work_makes_no_room_for_patient_work_and_none_where_it_is_turned_off()
    {
        var bench = Bench();
        Fill(bench);
        Assert.Equal(FlowEffectKind.Evict, Assert.Single(bench.Offer(bench.Request(5000, 4000, ServiceTier.NonInteractive, 86400))).Kind);
        var off = Bench(evictions: 0);
        Fill(off);
        Assert.Equal(FlowEffectKind.Hold, off.Arrive(off.Request(5000, 1000))[0].Kind);
    }
}
