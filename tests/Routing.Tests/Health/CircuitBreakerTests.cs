namespace SageServe.Routing.Tests;

public sealed class CircuitBreakerTests
{
    private static readonly BreakerOptions Options = new() { ConsecutiveFailures = 3, FailureShare = 0.5, MinAttempts = 10, OpenFor = TimeSpan.FromSeconds(5), MaxOpenFor = TimeSpan.FromSeconds(15) };

    private readonly CircuitBreaker _breaker = new(Options);
    private Instant _now = Instant.FromUnixSeconds(1000);

    private void Pass(double seconds) => _now += TimeSpan.FromSeconds(seconds);

    private void Attempt(bool? failed) => _breaker.Ended(failed, _breaker.Send(_now), _now);

    private void Attempts(int count, bool failed)
    {
        for (var i = 0; i < count; i++)
        {
            Attempt(failed);
        }
    }

    [Fact]
    public void Failures_in_a_row_open_it()
    {
        Attempts(2, failed: true);
        Attempt(failed: false);
        Attempts(2, failed: true);
        Assert.True(_breaker.Lets(_now));
        Attempt(failed: true);
        Assert.False(_breaker.Lets(_now));
    }

    [Fact]
    public void A_replica_that_was_seen_to_hang_opens_it_at_once_and_not_for_longer_when_it_is_open()
    {
        _breaker.Trip(_now);
        Assert.False(_breaker.Lets(_now));
        Pass(4.9);
        _breaker.Trip(_now);
        Pass(0.1);
        Assert.True(_breaker.IsHalfOpen(_now));
    }

    [Fact]
    public void So_does_a_large_share_of_failures_with_successes_between()
    {
        for (var i = 0; i < 4; i++)
        {
            Attempt(failed: false);
            Attempt(failed: true);
        }

        Attempt(failed: false);
        Assert.True(_breaker.Lets(_now), "too few attempts to judge by their share");
        Attempt(failed: true);
        Assert.False(_breaker.Lets(_now));
    }

    [Fact]
    public void Failures_older_than_the_window_are_forgotten()
    {
        Attempts(4, failed: false);
        Attempts(2, failed: true);
        Pass(60);
        Attempts(8, failed: false);
        Attempts(2, failed: true);
        Assert.True(_breaker.Lets(_now));
    }

    [Fact]
    public void Half_open_one_request_probes_and_its_success_closes_it()
    {
        Attempts(3, failed: true);
        Pass(4.9);
        Assert.False(_breaker.Lets(_now));
        Pass(0.2);
        Assert.True(_breaker.Lets(_now));
        Assert.True(_breaker.Send(_now));
        Assert.False(_breaker.Lets(_now), "one probe at a time");
        _breaker.Ended(failed: false, wasProbe: true, _now);
        Assert.True(_breaker.Lets(_now) && !_breaker.IsHalfOpen(_now));
        Attempts(2, failed: true);
        Assert.True(_breaker.Lets(_now), "it counts anew");
    }

    [Fact]
    public void A_probe_that_fails_opens_it_for_twice_as_long_up_to_the_longest()
    {
        Attempts(3, failed: true);
        foreach (var seconds in new[] { 5.0, 10, 15, 15 })
        {
            Pass(seconds - 0.1);
            Assert.False(_breaker.Lets(_now), $"{seconds}");
            Pass(0.1);
            Assert.True(_breaker.Lets(_now), $"{seconds}");
            Attempt(failed: true);
        }
    }

    [Fact]
    public void A_probe_whose_client_left_says_nothing_and_the_next_request_probes()
    {
        Attempts(3, failed: true);
        Pass(5);
        Attempt(failed: null);
        Assert.True(_breaker.IsHalfOpen(_now));
    }

    [Fact]
    public void Attempts_from_before_it_opened_neither_close_nor_prolong_it()
    {
        Attempts(3, failed: true);
        _breaker.Ended(failed: false, wasProbe: false, _now);
        Assert.False(_breaker.Lets(_now));
        Pass(4.9);
        _breaker.Ended(failed: true, wasProbe: false, _now);
        Pass(0.2);
        Assert.True(_breaker.Lets(_now));
    }
}
