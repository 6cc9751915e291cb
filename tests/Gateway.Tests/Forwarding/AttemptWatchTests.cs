namespace SageServe.Gateway.Tests;

public sealed class AttemptWatchTests
{
    private static readonly TimeoutOptions Limits = new()
    {
        FirstToken = TimeSpan.FromSeconds(10),
        Gap = TimeSpan.FromSeconds(3),
        Total = TimeSpan.FromSeconds(60),
    };

    [Fact]
    public void A_stream_without_a_byte_ends_at_the_first_token_limit_and_not_before()
    {
        var (time, watch) = Watch(streams: true);
        time.Advance(Limits.FirstToken - TimeSpan.FromMilliseconds(1));
        Assert.Equal((AttemptLimit.None, false), (watch.Passed, watch.Token.IsCancellationRequested));
        time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal((AttemptLimit.FirstToken, true), Ended(watch));
    }

    [Fact]
    public void A_whole_answer_may_be_silent_up_to_the_total()
    {
        var (time, watch) = Watch(streams: false);
        time.Advance(Limits.Total - TimeSpan.FromMilliseconds(1));
        Assert.Equal(AttemptLimit.None, watch.Passed);
        time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal((AttemptLimit.Total, true), Ended(watch));
    }

    [Fact]
    public void Chunks_within_the_gap_go_on_up_to_the_total()
    {
        var (time, watch) = Watch(streams: true);
        for (var i = 0; i < 29; i++)
        {
            time.Advance(TimeSpan.FromSeconds(2));
            Chunk(watch);
        }

        Assert.Equal(AttemptLimit.None, watch.Passed);
        time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal((AttemptLimit.Total, true), Ended(watch));
    }

    [Fact]
    public void Silence_after_a_chunk_ends_at_the_gap()
    {
        var (time, watch) = Watch(streams: true);
        time.Advance(TimeSpan.FromSeconds(1));
        Chunk(watch);
        time.Advance(TimeSpan.FromSeconds(2.5));
        Chunk(watch);
        time.Advance(Limits.Gap - TimeSpan.FromMilliseconds(1));
        Assert.Equal(AttemptLimit.None, watch.Passed);
        time.Advance(TimeSpan.FromMilliseconds(2));
        Assert.Equal((AttemptLimit.Gap, true), Ended(watch));
    }

    [Fact]
    public void A_client_that_reads_slowly_is_not_the_upstreams_silence()
    {
        var (time, watch) = Watch(streams: true);
        watch.Came();
        time.Advance(TimeSpan.FromSeconds(20));
        Assert.Equal(AttemptLimit.None, watch.Passed);
        watch.PassedOn();
        time.Advance(Limits.Gap + Limits.Gap);
        Assert.Equal((AttemptLimit.Gap, true), Ended(watch));
    }

    [Fact]
    public void What_earlier_attempts_took_counts_to_the_total()
    {
        var time = new ManualTimeProvider();
        using var watch = new AttemptWatch(time, Limits, streams: false, TimeSpan.FromSeconds(59), default);
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal((AttemptLimit.Total, true), Ended(watch));
    }

    [Fact]
    public void Another_end_is_no_limit_and_leaves_no_timer()
    {
        var time = new ManualTimeProvider();
        using var stop = new CancellationTokenSource();
        var watch = new AttemptWatch(time, Limits, streams: true, default, stop.Token);
        stop.Cancel();
        Assert.Equal((AttemptLimit.None, true), (watch.Passed, watch.Token.IsCancellationRequested));
        watch.Dispose();
        Assert.Equal(0, time.ActiveTimers);
        watch.Came();
        watch.PassedOn();
    }

    // The cancellation itself goes through the thread pool.
    private static (AttemptLimit, bool) Ended(AttemptWatch watch) => (watch.Passed, watch.Token.WaitHandle.WaitOne(TimeSpan.FromSeconds(30)));

    private static void Chunk(AttemptWatch watch)
    {
        watch.Came();
        watch.PassedOn();
    }

    private static (ManualTimeProvider, AttemptWatch) Watch(bool streams)
    {
        var time = new ManualTimeProvider();
        return (time, new AttemptWatch(time, Limits, streams, default, default));
    }
}
