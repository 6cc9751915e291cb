namespace SageServe.Planning.Tests;

public sealed class AdviceReceiptTests
{
    [Fact]
    public void The_same_advice_at_every_tick_is_one_receipt()
    {
        // Two replicas get 1,904 through, three 2,856: from minute 20 on following the advice would have covered the shortage.
        var rig = new LedgerRig(minute => minute < 20 ? 1_500 : 2_400, ready: 2).Pass(1);
        for (var i = 0; i < 30; i++)
        {
            Advise(rig, ScaleActionKind.Start, i < 10 ? 1 : 2);
        }

        rig.Pass(40);

        var receipt = Assert.Single(rig.Closed);
        Assert.Equal((MoveFate.Advised, 30, 2), (receipt.Fate, receipt.Repeats, receipt.Count));
        Assert.Equal(TimeSpan.FromMinutes(29), receipt.LastAt - receipt.At);
        Assert.Equal(TimeSpan.FromMinutes(30), receipt.Until - receipt.LastAt);
        Assert.Equal((39.0, 39.0), (receipt.Actual!.ShortMinutes, receipt.Actual.CoverableMinutes));
        Assert.Equal(ReceiptVerdicts.Needed, receipt.Verdict);
        Assert.StartsWith("Advice only.", receipt.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Advice_to_stop_is_judged_by_what_would_have_been_left()
    {
        var rig = new LedgerRig(minute => minute is >= 10 and < 14 ? 2_000 : 1_000, ready: 3).Pass(1);
        Advise(rig, ScaleActionKind.Stop, 1);
        rig.Pass(60);

        var receipt = Assert.Single(rig.Closed);
        Assert.Equal((ReceiptVerdicts.Regretted, 4.0), (receipt.Verdict!, receipt.Actual!.ShortMinutes));
    }

    [Fact]
    public void Advice_that_turns_around_ends_and_advice_after_the_fleet_changed_is_another()
    {
        var rig = new LedgerRig(_ => 1_000, ready: 3).Pass(1);
        Advise(rig, ScaleActionKind.Stop, 1);
        Advise(rig, ScaleActionKind.Start, 1);
        rig.Ready = 4;
        Advise(rig, ScaleActionKind.Start, 1);
        rig.Pass(60);

        Assert.Equal(["opposite-move", "fleet-changed", "window-over"], rig.Closed.Select(c => c.Actual!.ClosedBecause));
    }

    [Fact]
    public void What_is_carried_out_ends_advice()
    {
        var rig = new LedgerRig(_ => 1_000, ready: 3).Pass(1);
        Advise(rig, ScaleActionKind.Stop, 1);
        rig.Move(ScaleActionKind.Stop, 1, expected: LedgerRig.Expect(1_000, 1_000)).Pass(60);

        Assert.Equal([(MoveFate.Advised, "carried-out"), (MoveFate.CarriedOut, "window-over")], rig.Closed.Select(c => (c.Fate, c.Actual!.ClosedBecause)));
    }

    [Fact]
    public void A_move_that_nobody_tells_of_was_not_carried_out()
    {
        var rig = new LedgerRig(_ => 1_000, ready: 3).Pass(1).Move(ScaleActionKind.Stop, 1, follow: false);
        rig.Outcomes = [];
        rig.Pass(90);

        var receipt = Assert.Single(rig.Closed);
        Assert.Equal(MoveFate.Failed, receipt.Fate);
        Assert.StartsWith("It was not carried out.", receipt.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Advice_that_never_ends_closes_after_a_day()
    {
        var rig = new LedgerRig(_ => 1_000, ready: 3).Pass(1);
        for (var i = 0; i < 24 * 60 + 10; i++)
        {
            Advise(rig, ScaleActionKind.Stop, 1);
        }

        var receipt = Assert.Single(rig.Closed);
        Assert.Equal(TimeSpan.FromDays(1), receipt.Actual!.ClosedAt - receipt.At);
        Assert.Single(rig.Keep().Open, o => o.Receipt.Fate == MoveFate.Advised && o.Receipt.Repeats > 1);
    }

    private static void Advise(LedgerRig rig, ScaleActionKind kind, int count)
    {
        rig.Move(kind, count, expected: LedgerRig.Expect(1_000, 1_000), follow: false);
        rig.Outcomes = [new MoveOutcome(LedgerRig.Pool, kind, count, MoveFate.Advised)];
        rig.Pass(1);
    }
}
