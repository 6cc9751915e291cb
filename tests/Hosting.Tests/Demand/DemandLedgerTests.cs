namespace SageServe.Hosting.Tests;

public sealed class DemandLedgerTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly Instant Start = Instant.From(new DateTimeOffset(2026, 3, 2, 0, 0, 0, TimeSpan.Zero));
    private static readonly DemandSeriesId Series = new(new ModelId("llama"), new RegionId("eastus"), ServiceTier.InteractiveFast);

    private readonly DemandLedger _ledger = new();

    [Fact]
    public void Gateways_of_a_region_add_up()
    {
        Tell("a", 0, 10);
        Tell("b", 0, 5);

        Assert.Equal([15], Rates());
    }

    [Fact]
    public void A_bin_that_one_gateway_has_still_to_tell_is_held_back()
    {
        Tell("a", 0, 10);
        Tell("b", 0, 5);
        Tell("a", 1, 20);
        Assert.Equal([15], Rates());

        Tell("b", 1, 7);
        Assert.Equal([15, 27], Rates());
    }

    [Fact]
    public void A_gateway_that_is_gone_holds_nothing_back()
    {
        Tell("a", 0, 10);
        Tell("b", 0, 5);
        Tell("a", 1, 20);
        Tell("a", 2, 30);

        Assert.Equal([15, 30], Rates());
    }

    [Fact]
    public void A_gateway_that_comes_later_changes_nothing_before()
    {
        Tell("a", 0, 10);
        Tell("a", 1, 20);
        Tell("b", 1, 1);

        Assert.Equal([10, 21], Rates());
    }

    [Fact]
    public void A_later_reading_of_a_bin_replaces_an_earlier_one()
    {
        Tell("a", 0, 10);
        Tell("a", 0, 11);

        Assert.Equal([11], Rates());
    }

    [Fact]
    public void Old_bins_are_forgotten()
    {
        Tell("a", 0, 10);
        Tell("a", 1, 20);
        _ledger.ForgetBefore(Start + Minute);

        Assert.Equal([20], Rates());
        _ledger.ForgetBefore(Start + Minute * 9);
        Assert.Empty(_ledger.Since(Instant.Min));
    }

    private void Tell(string gateway, int minute, double rate) =>
        _ledger.Add(gateway, new DemandBin(Series, Start + Minute * minute, Minute, rate, 1, 1));

    private double[] Rates() => [.. _ledger.Since(Start).Select(b => b.PromptTokensPerSecond)];
}
