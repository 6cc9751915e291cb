namespace SageServe.Cli.Tests;

public sealed class SloTargetsTests
{
    private static readonly SloTargets Targets = SloTargets.Of(new ServingCatalog(EmbeddedData.DemoCatalog()));

    [Fact]
    public void A_stream_is_judged_by_its_first_token_counted_from_the_schedule()
    {
        Assert.True(Targets.Met(Stream(sentLate: 0, ttft: 0.9), scaled: false));
        Assert.False(Targets.Met(Stream(sentLate: 0, ttft: 1.1), scaled: false));
    }

    [Fact]
    public void A_long_prompt_has_a_longer_target_only_when_scaled()
    {
        var slow = Stream(sentLate: 0, ttft: 3, prompt: 8000);
        Assert.False(Targets.Met(slow, scaled: false));
        Assert.True(Targets.Met(slow, scaled: true));
    }

    [Theory]
    [InlineData(nameof(CallOutcome.Refused))]
    [InlineData(nameof(CallOutcome.Failed))]
    [InlineData(nameof(CallOutcome.Broken))]
    public void What_did_not_complete_is_a_miss(string outcome) =>
        Assert.False(Targets.Met(Stream(0, 0.1) with { Outcome = Enum.Parse<CallOutcome>(outcome) }, scaled: true));

    [Fact]
    public void Cut_off_by_the_client_is_judged_by_what_it_had_seen()
    {
        Assert.True(Targets.Met(Stream(0, 0.5) with { Outcome = CallOutcome.CutOff }, scaled: false));
        var early = Stream(0, 0.5) with { Outcome = CallOutcome.CutOff, FirstTokenAt = null, EndedAt = TimeSpan.FromSeconds(10.5) };
        Assert.Null(Targets.Met(early, scaled: false));
        Assert.False(Targets.Met(early with { EndedAt = TimeSpan.FromSeconds(12) }, scaled: false));
    }

    [Fact]
    public void A_call_that_does_not_stream_gets_the_token_targets_on_top()
    {
        var call = Stream(0, 0) with
        {
            Arrival = new Arrival(TimeSpan.Zero, 0, "default", new RegionId("eastus"), ServiceTier.InteractiveNormal, false, 100, 10),
            FirstTokenAt = null,
            EndedAt = TimeSpan.FromSeconds(64),
        };
        Assert.True(Targets.Met(call, scaled: false));
        Assert.False(Targets.Met(call with { EndedAt = TimeSpan.FromSeconds(66) }, scaled: false));
    }

    private static CallResult Stream(double sentLate, double ttft, int prompt = 100) => new()
    {
        Arrival = new Arrival(TimeSpan.FromSeconds(10), 0, "default", new RegionId("eastus"), ServiceTier.InteractiveFast, true, prompt, 10),
        SentAt = TimeSpan.FromSeconds(10 + sentLate),
        FirstTokenAt = TimeSpan.FromSeconds(10 + ttft),
        EndedAt = TimeSpan.FromSeconds(20),
        Outcome = CallOutcome.Completed,
    };
}
