namespace SageServe.Gateway.Tests;

public sealed class SloRulesTests
{
    private static readonly Instant Start = Instant.FromUnixSeconds(1_800_000_000);

    private readonly SloRules _rules = new(new ServingCatalog(TestCatalog.Document()));

    [Theory]
    [InlineData(RequestOutcome.Completed, 0.9, SloVerdict.Met)]
    [InlineData(RequestOutcome.Completed, 1.1, SloVerdict.Missed)]
    [InlineData(RequestOutcome.CapacityRefused, null, SloVerdict.Missed)]
    [InlineData(RequestOutcome.NoReplica, null, SloVerdict.Missed)]
    [InlineData(RequestOutcome.StreamBroken, 0.1, SloVerdict.Missed)]
    [InlineData(RequestOutcome.UpstreamFailed, null, SloVerdict.Missed)]
    [InlineData(RequestOutcome.Invalid, null, SloVerdict.None)]
    [InlineData(RequestOutcome.QuotaExceeded, null, SloVerdict.None)]
    [InlineData(RequestOutcome.ClientLeft, 0.1, SloVerdict.Met)]
    public void A_stream_is_judged_by_its_first_token(RequestOutcome outcome, double? ttft, SloVerdict verdict)
    {
        var seen = Seen(outcome) with { Streaming = true, FirstTokenAt = ttft is { } s ? Start + TimeSpan.FromSeconds(s) : null };
        Assert.Equal(verdict, _rules.Judge(seen, TestCatalog.Gpu));
    }

    [Theory]
    [InlineData(0.5, SloVerdict.Left)]
    [InlineData(1.5, SloVerdict.Missed)]
    public void A_client_that_left_before_the_target_is_neither_met_nor_missed(double after, SloVerdict verdict)
    {
        var seen = Seen(RequestOutcome.ClientLeft) with { Streaming = true, EndedAt = Start + TimeSpan.FromSeconds(after) };
        Assert.Equal(verdict, _rules.Judge(seen, default));
    }

    [Fact]
    public void A_call_that_does_not_stream_has_the_time_of_its_tokens_too()
    {
        var seen = Seen(RequestOutcome.Completed) with { OutputTokens = 20, EndedAt = Start + TimeSpan.FromSeconds(2.9) };
        Assert.Equal(TimeSpan.FromSeconds(3), _rules.Target(seen, default));
        Assert.Equal(SloVerdict.Met, _rules.Judge(seen, default));
        Assert.Equal(SloVerdict.Missed, _rules.Judge(seen with { EndedAt = Start + TimeSpan.FromSeconds(3.1) }, default));
    }

    [Fact]
    public void A_long_prompt_has_a_longer_target()
    {
        // 2048 tokens take 0.2 s; eight chunks of them 1.6 s; the factor is three.
        var seen = Seen(RequestOutcome.Completed) with { Streaming = true, PromptTokens = 8 * 2048 };
        Assert.Equal(4.8, _rules.Target(seen, TestCatalog.Gpu).TotalSeconds, 3);
    }

    private static RequestObservation Seen(RequestOutcome outcome) => new()
    {
        Id = new RequestId("r"),
        Model = TestCatalog.Model,
        Tier = ServiceTier.InteractiveFast,
        Tenant = new TenantId("t"),
        Origin = new RegionId("east"),
        Arrived = Start,
        EndedAt = Start + TimeSpan.FromSeconds(10),
        PromptTokens = 10,
        OutputTokens = 0,
        Outcome = outcome,
    };
}
