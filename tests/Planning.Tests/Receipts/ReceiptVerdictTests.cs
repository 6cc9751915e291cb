namespace SageServe.Planning.Tests;

public sealed class ReceiptVerdictTests
{
    [Fact]
    public void A_start_that_demand_took_was_needed()
    {
        var rig = new LedgerRig(minute => minute < 10 ? 1_400 : 2_000, ready: 2).Pass(1);
        var receipt = Started(rig.Move(ScaleActionKind.Start, 1, expected: LedgerRig.Expect(1_900, 2_100)));

        Assert.Equal(ReceiptVerdicts.Needed, receipt.Verdict);
        Assert.Equal((3, 1, 2_000.0), (receipt.Actual!.ReplicasPeak, receipt.Actual.UsedPeak, receipt.Actual.DemandPeak));

        // Thirty minutes of 8 GPUs at 4 USD; it served from minute 5, and from minute 10 on demand took it: 20 of 25 minutes.
        Assert.Equal(4, receipt.Actual.GpuHours, 9);
        Assert.Equal(16, receipt.Actual.Usd, 9);
        Assert.Equal(25, receipt.Actual.MinutesKnown);
        Assert.Equal(16 * 5 / 25.0, receipt.Actual.UnusedUsd!.Value, 9);
        Assert.Equal(25, receipt.Actual.MinutesWithinHeld);
    }

    [Fact]
    public void A_swap_is_judged_as_a_start_on_gpus_that_are_paid_for_and_expects_what_swaps_took()
    {
        var rig = new LedgerRig(minute => minute < 10 ? 1_400 : 2_000, ready: 2);
        rig.Readiness.Restore([new PoolWakeTimes(LedgerRig.Pool, ScaleActionKind.SwapModel, [.. Enumerable.Repeat(420.0, 5)])]);
        var receipt = Started(rig.Pass(1).Move(ScaleActionKind.SwapModel, 1, expected: LedgerRig.Expect(1_900, 2_100)));

        Assert.Equal((ReceiptVerdicts.Needed, ScaleActionKind.SwapModel, 2), (receipt.Verdict!, receipt.Kind, receipt.Before));
        Assert.Equal(TimeSpan.FromMinutes(7), receipt.ServesAt - receipt.At);
        Assert.Equal((0, 0), (receipt.UsdPerHour, receipt.Actual!.Usd));
        Assert.Equal(TimeSpan.FromMinutes(30), receipt.Until - receipt.At);
    }

    [Fact]
    public void A_start_that_only_the_quantile_asked_for_is_insurance()
    {
        var receipt = Started(new LedgerRig(_ => 1_300, ready: 2).Pass(1).Move(ScaleActionKind.Start, 1, expected: LedgerRig.Expect(1_350, 2_000)));

        Assert.Equal(ReceiptVerdicts.Insurance, receipt.Verdict);
        Assert.Contains("within which 97.0 % of the minutes should stay", receipt.Sentence, StringComparison.Ordinal);
        Assert.Equal(16, receipt.Actual!.UnusedUsd!.Value, 9);
    }

    [Fact]
    public void A_start_that_was_expected_and_did_not_come_is_wasted()
    {
        var receipt = Started(new LedgerRig(_ => 1_300, ready: 2).Pass(1).Move(ScaleActionKind.Start, 1, expected: LedgerRig.Expect(1_900, 2_000)));

        Assert.Equal(ReceiptVerdicts.Wasted, receipt.Verdict);
        Assert.Equal("1900 was expected, but demand peaked at 1300 prompt tokens/s and took 0 of the 1: 16.00 USD went unused.", receipt.Sentence);
    }

    [Fact]
    public void A_start_of_a_strategy_that_expects_nothing_is_wasted_where_demand_did_not_take_it()
    {
        // Nothing told: a cold start and a plan interval.
        var receipt = Started(new LedgerRig(_ => 1_300, ready: 2).Pass(1).Move(ScaleActionKind.Start, 1), minutes: 90);

        Assert.Equal((ReceiptVerdicts.Wasted, true), (receipt.Verdict!, receipt.Predicted is null));
        Assert.Equal(TimeSpan.FromMinutes(65), receipt.Until - receipt.At);
    }

    [Fact]
    public void A_start_into_a_shortage_came_too_late()
    {
        // Two replicas get 1,904 through.
        var receipt = Started(new LedgerRig(_ => 2_000, ready: 2).Pass(1).Move(ScaleActionKind.Start, 1, expected: LedgerRig.Expect(2_000, 2_100)));

        Assert.Equal(ReceiptVerdicts.TooLate, receipt.Verdict);
        Assert.Equal((5.0, 0.0), (receipt.Actual!.LateMinutes, receipt.Actual.ShortMinutes));
        Assert.InRange(receipt.Actual.ShortMost, 0.09, 0.11);
    }

    [Fact]
    public void A_start_that_is_undone_before_it_serves_is_wasted_whatever_demand_did()
    {
        var rig = new LedgerRig(_ => 1_300, ready: 2).Pass(1);
        rig.Move(ScaleActionKind.Start, 1, expected: LedgerRig.Expect(1_350, 2_000)).Pass(3);
        rig.Starting = 0;
        rig.Move(ScaleActionKind.Stop, 1, follow: false).Pass(10);

        var receipt = Assert.Single(rig.Closed);
        Assert.Equal((ReceiptVerdicts.Wasted, "opposite-move"), (receipt.Verdict!, receipt.Actual!.ClosedBecause));
        Assert.Equal(receipt.Actual.GpuHours, receipt.Actual.UnusedGpuHours);
    }

    [Fact]
    public void A_pool_below_its_minimum_is_filled_whatever_demand_does()
    {
        var receipt = Started(new LedgerRig(_ => 100, ready: 0).Pass(1).Move(ScaleActionKind.Start, 1, PoolGuardrails.BelowMinimum), minutes: 90);

        Assert.Equal(ReceiptVerdicts.Bound, receipt.Verdict);
    }

    [Fact]
    public void A_stop_that_nothing_missed_saved_its_price()
    {
        var rig = new LedgerRig(_ => 1_300, ready: 3).Pass(1).Move(ScaleActionKind.Stop, 1, expected: LedgerRig.Expect(1_300, 1_400)).Pass(40);

        var receipt = Assert.Single(rig.Closed);
        Assert.Equal(ReceiptVerdicts.Saved, receipt.Verdict);
        Assert.Equal((16.0, 0.0), (receipt.Actual!.UnusedUsd!.Value, receipt.Actual.ShortMinutes));
    }

    [Fact]
    public void A_stop_before_a_shortage_is_regretted()
    {
        var rig = new LedgerRig(minute => minute is 20 or 21 ? 2_500 : 1_300, ready: 3).Pass(1).Move(ScaleActionKind.Stop, 1, expected: LedgerRig.Expect(1_300, 1_400)).Pass(40);

        var receipt = Assert.Single(rig.Closed);
        Assert.Equal((ReceiptVerdicts.Regretted, 2.0), (receipt.Verdict!, receipt.Actual!.ShortMinutes));
        Assert.Equal(28, receipt.Actual.MinutesWithinHeld);
    }

    [Fact]
    public void A_stop_that_is_taken_back_within_a_cold_start_is_regretted()
    {
        var rig = new LedgerRig(_ => 1_300, ready: 3).Pass(1).Move(ScaleActionKind.Stop, 1).Pass(3).Move(ScaleActionKind.Start, 1).Pass(10);

        Assert.Equal(ReceiptVerdicts.Regretted, Assert.Single(rig.Closed).Verdict);
    }

    [Fact]
    public void A_replacement_of_a_lost_replica_is_no_regret()
    {
        var rig = new LedgerRig(_ => 1_300, ready: 3).Pass(1).Move(ScaleActionKind.Stop, 1).Pass(3).Move(ScaleActionKind.Start, 1, PoolGuardrails.BelowMinimum).Pass(10);

        Assert.Equal(ReceiptVerdicts.Saved, Assert.Single(rig.Closed).Verdict);
    }

    [Fact]
    public void Without_demand_for_most_of_the_time_nothing_is_said()
    {
        var rig = new LedgerRig(minute => minute < 10 ? 1_300 : null, ready: 3).Pass(1).Move(ScaleActionKind.Stop, 1, expected: LedgerRig.Expect(1_300, 1_400)).Pass(60);

        var receipt = Assert.Single(rig.Closed);
        Assert.Equal(ReceiptVerdicts.Unknown, receipt.Verdict);
        Assert.Equal((10.0, 20.0), (receipt.Actual!.MinutesKnown, receipt.Actual.MinutesMissing));
        Assert.Null(receipt.Actual.UnusedUsd);
    }

    private static MoveReceipt Started(LedgerRig rig, int minutes = 45)
    {
        rig.Pass(4).Serve().Pass(minutes);
        return Assert.Single(rig.Closed);
    }
}
