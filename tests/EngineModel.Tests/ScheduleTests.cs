namespace SageServe.EngineModel.Tests;

/// <summary>Schedules worked out by hand: prefill 2 ms a token, decode 9 + n ms, mixed 1.1 x prefill(tokens + decodes).</summary>
public sealed class ScheduleTests
{
    [Fact]
    public void One_sequence_prefills_once_and_then_decodes_token_by_token()
    {
        var run = EngineRun.Of(EngineRun.Profile()).Enqueue(0, 1, prompt: 10, output: 3).Finish();
        Assert.Equal(["20 1 FirstToken 1", "30 1 Tokens 1", "40 1 Completed 1"], run.Told());
        Assert.Equal(3, run.Engine.Read().Steps);
    }

    [Fact]
    public void An_arrival_joins_the_next_step_and_shares_it_with_the_decode()
    {
        var run = EngineRun.Of(EngineRun.Profile())
            .Enqueue(0, 1, prompt: 10, output: 3)
            .Enqueue(5, 2, prompt: 10, output: 1)
            .Finish();
        Assert.Equal(
            ["20 1 FirstToken 1", "44.2 1 Tokens 1", "44.2 2 FirstToken 1", "44.2 2 Completed 0", "54.2 1 Completed 1"],
            run.Told());
        Assert.Equal(EngineRun.At(20), run.Events.Single(e => e is { RequestId: 2, Kind: EngineEventKind.FirstToken }).ScheduledAt);
    }

    [Fact]
    public void A_long_prompt_goes_in_chunks_and_leaves_budget_to_decodes()
    {
        var run = EngineRun.Of(EngineRun.Profile(budget: 50))
            .Enqueue(0, 1, prompt: 10, output: 5)
            .Enqueue(1, 2, prompt: 120, output: 1)
            .Finish();
        // Steps: 20 | 49 + 1 decode = 110 | 49 + 1 = 110 | 22 + 1 = 50.6 | decode 10.
        Assert.Equal(
            [
                "20 1 FirstToken 1", "130 1 Tokens 1", "240 1 Tokens 1", "290.6 1 Tokens 1",
                "290.6 2 FirstToken 1", "290.6 2 Completed 0", "300.6 1 Completed 1",
            ],
            run.Told());
    }

    [Fact]
    public void A_mixed_step_is_never_shorter_than_its_decodes()
    {
        var slowDecode = EngineRun.Profile() with { Decode = [new StepPoint(1, 0.5)] };
        var run = EngineRun.Of(slowDecode).Enqueue(0, 1, 10, 2).Enqueue(1, 2, 10, 1).Finish();
        Assert.Equal(520, run.MillisecondsOf(1, EngineEventKind.Completed));
    }

    [Fact]
    public void Every_context_token_adds_its_reading_time()
    {
        var run = EngineRun.Of(EngineRun.Profile(perContextToken: 0.001)).Enqueue(0, 1, prompt: 10, output: 3).Finish();
        Assert.Equal(["20 1 FirstToken 1", "40 1 Tokens 1", "61 1 Completed 1"], run.Told());
    }

    [Fact]
    public void Lower_priority_numbers_go_first_and_equal_ones_in_order_of_arrival()
    {
        var run = EngineRun.Of(EngineRun.Profile(sequences: 1))
            .Enqueue(0, 1, 10, 1)
            .Enqueue(1, 2, 10, 1, priority: 5)
            .Enqueue(2, 3, 10, 1, priority: 5)
            .Enqueue(3, 4, 10, 1, priority: -1)
            .Finish();
        Assert.Equal([1, 4, 2, 3], run.Events.Where(e => e.Kind == EngineEventKind.Completed).Select(e => (int)e.RequestId));
    }

    [Fact]
    public void The_running_limit_holds_the_rest_in_the_queue()
    {
        var run = EngineRun.Of(EngineRun.Profile(sequences: 2));
        run.Enqueue(0, 1, 10, 9).Enqueue(0, 2, 10, 9).Enqueue(0, 3, 10, 9);
        run.Engine.Advance(EngineRun.At(60), run.Events);
        Assert.Equal((2, 1), (run.Engine.Read().Running, run.Engine.Read().Waiting));
    }

    [Fact]
    public void A_cancelled_sequence_is_gone_with_its_memory_but_its_step_takes_its_time()
    {
        var run = EngineRun.Of(EngineRun.Profile()).Enqueue(0, 1, 10, 5).Enqueue(1, 2, 10, 1);
        Assert.True(run.Engine.Cancel(1, EngineRun.At(5)));
        Assert.False(run.Engine.Cancel(1, EngineRun.At(6)));
        Assert.Equal(0, run.Engine.Read().KvUsedTokens);
        Assert.Equal(["40 2 FirstToken 1", "40 2 Completed 0"], run.Finish().Told());
    }

    [Fact]
    public void What_can_never_run_is_rejected_at_the_next_advance()
    {
        var run = EngineRun.Of(EngineRun.Profile(kvTokens: 40), maxContext: 100);
        run.Enqueue(0, 1, prompt: 99, output: 2).Enqueue(0, 2, prompt: 40, output: 2).Enqueue(0, 3, prompt: 40, output: 1);
        Assert.Equal(["0 1 Rejected 0", "0 2 Rejected 0", "80 3 FirstToken 1", "80 3 Completed 0"], run.Finish().Told());
    }

    [Fact]
    public void Completed_brings_all_tokens_when_single_tokens_are_not_reported()
    {
        var run = new EngineRun(new EngineInstance(EngineRun.Profile(), 2000, reportEveryToken: false)).Enqueue(0, 1, 10, 5).Finish();
        Assert.Equal(["20 1 FirstToken 1", "60 1 Completed 4"], run.Told());
    }

    [Fact]
    public void Time_does_not_go_back()
    {
        var run = EngineRun.Of(EngineRun.Profile()).Enqueue(5, 1, 10, 1);
        Assert.Throws<ArgumentOutOfRangeException>(() => run.Enqueue(4, 2, 10, 1));
    }
}
