namespace SageServe.VllmEmulator.Tests;

public sealed class EngineLoopTests
{
    [Theory]
    [InlineData(1.0, 100)]
    [InlineData(4.0, 25)]
    public void Tokens_come_at_the_modelled_times_and_an_idle_engine_has_no_timer(double timeScale, int stepMilliseconds)
    {
        var time = new ManualTimeProvider();
        var spec = ReplicaUnderTest.Spec(stepSeconds: 0.1, timeScale, "r");
        using var loop = new EngineLoop(spec, new ReplicaMetrics(2000), time);
        var call = Call(spec, tokens: 3);
        loop.Submit(call, priority: 0);
        time.Advance(TimeSpan.FromMilliseconds(stepMilliseconds - 1));
        Assert.Equal(0, call.CompletionTokens);
        time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(1, call.CompletionTokens);
        time.Advance(TimeSpan.FromMilliseconds(2 * stepMilliseconds));
        Assert.True(call.IsDone);
        Assert.Equal(0, time.ActiveTimers);
    }

    [Fact]
    public void A_late_timer_delays_what_is_seen_and_not_the_engine()
    {
        var time = new ManualTimeProvider();
        var spec = ReplicaUnderTest.Spec(stepSeconds: 0.00125, 1, "r");
        using var loop = new EngineLoop(spec, new ReplicaMetrics(2000), time);
        var call = Call(spec, tokens: 800);
        loop.Submit(call, priority: 0);
        // Timers count whole milliseconds, steps are 1.25: 800 of them still take one second.
        time.Advance(TimeSpan.FromMilliseconds(999));
        Assert.InRange(call.CompletionTokens, 798, 799);
        time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.True(call.IsDone);
    }

    [Fact]
    public async Task A_waiter_is_woken_once_for_all_that_a_step_brings()
    {
        var time = new ManualTimeProvider();
        var spec = ReplicaUnderTest.Spec(stepSeconds: 0.1, 1, "r");
        using var loop = new EngineLoop(spec, new ReplicaMetrics(2000), time);
        var call = Call(spec, tokens: 2, choices: 4);
        loop.Submit(call, priority: 0);
        var news = call.NewsAsync();
        Assert.False(news.IsCompleted);
        time.Advance(TimeSpan.FromMilliseconds(100));
        await news;
        var next = call.NewsAsync();
        Assert.False(next.IsCompleted);
        loop.CancelAll(CallEnd.Stopped);
        await next;
        Assert.Equal(CallEnd.Stopped, call.End);
        Assert.Equal(0, loop.Read().Running);
    }

    private static GenerationCall Call(ReplicaSpec spec, int tokens, int choices = 1) => GenerationCall.Of(
        new GenerationRequest
        {
            Model = ReplicaUnderTest.Model,
            Prompts = [new PreparedPrompt(5, [], 1, null)],
            Choices = choices,
            MaxTokens = tokens,
            Limits = new AnswerLimits(IgnoreEos: true, 0, [], false),
            Stream = false,
            IncludeUsage = false,
            Priority = 0,
            Seed = 0,
        },
        spec);
}
