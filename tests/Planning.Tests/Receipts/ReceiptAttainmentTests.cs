namespace SageServe.Planning.Tests;

public sealed class ReceiptAttainmentTests
{
    [Fact]
    public void Attainment_is_that_of_the_judged_minutes()
    {
        // A start serves at minute 6; what was missed before is not its doing.
        var rig = new LedgerRig(_ => 1_300, ready: 2) { Slo = minute => minute < 6 ? (0, 100) : (97, 3) };
        rig.Pass(1).Move(ScaleActionKind.Start, 1, expected: LedgerRig.Expect(1_350, 2_000)).Pass(5).Serve().Pass(40);

        var actual = Assert.Single(rig.Closed).Actual!;
        Assert.Equal((24.0, 24.0), (actual.MinutesKnown, actual.AttainmentMinutes));
        var fast = Assert.Single(actual.Attainment!.Value);
        Assert.Equal(("interactive-fast", 2_400.0, 0.97), (fast.Tier, fast.Requests, fast.Share));
        Assert.Equal(TestWorld.Catalog().Level(ServiceTier.InteractiveFast).AttainmentTarget, fast.Goal);
    }

    [Fact]
    public void What_gateways_do_not_tell_is_not_known()
    {
        var rig = new LedgerRig(_ => 1_300, ready: 3).Pass(1).Move(ScaleActionKind.Stop, 1, expected: LedgerRig.Expect(1_300, 1_400)).Pass(40);

        Assert.Equal((0.0, null), (rig.Closed.Single().Actual!.AttainmentMinutes, rig.Closed.Single().Actual!.Attainment));

        rig = new LedgerRig(_ => 1_300, ready: 3) { Slo = minute => minute is >= 10 and < 20 ? null : (10, 0) };
        rig.Pass(1).Move(ScaleActionKind.Stop, 1, expected: LedgerRig.Expect(1_300, 1_400)).Pass(40);

        Assert.Equal((30.0, 20.0, 200.0), (rig.Closed.Single().Actual!.MinutesKnown, rig.Closed.Single().Actual!.AttainmentMinutes, rig.Closed.Single().Actual!.Attainment!.Value[0].Requests));
    }

    [Theory]
    [InlineData(1_500, 90, ReceiptVerdicts.Regretted)] // Demand plans with three replicas, two get it through, and targets are missed.
    [InlineData(1_500, 99, ReceiptVerdicts.Saved)] // The same, and targets are met.
    [InlineData(1_300, 90, ReceiptVerdicts.Saved)] // Targets are missed with replicas to spare: more of them would not have helped.
    public void A_stop_is_regretted_where_targets_were_missed_that_its_replicas_would_have_served(double demand, double met, string verdict)
    {
        var rig = new LedgerRig(_ => demand, ready: 3) { Slo = _ => (met, 100 - met) };
        rig.Pass(1).Move(ScaleActionKind.Stop, 1, expected: LedgerRig.Expect(1_300, 1_400)).Pass(40);

        var receipt = Assert.Single(rig.Closed);
        Assert.Equal((verdict, 0.0), (receipt.Verdict!, receipt.Actual!.ShortMinutes));
        Assert.Equal(verdict == ReceiptVerdicts.Regretted, receipt.Sentence!.StartsWith("Of 3000 requests of tier interactive-fast 90.0 % met their target", StringComparison.Ordinal));
    }

    [Fact]
    public void Few_requests_prove_no_regret()
    {
        // Five of ninety miss, where 95 % are promised: no more than chance.
        var rig = new LedgerRig(_ => 1_500, ready: 3) { Slo = minute => minute % 5 == 0 && minute < 30 ? (2, 1) : (3, 0) };
        rig.Pass(1).Move(ScaleActionKind.Stop, 1, expected: LedgerRig.Expect(1_300, 1_400)).Pass(40);

        Assert.Equal(ReceiptVerdicts.Saved, Assert.Single(rig.Closed).Verdict);
        Assert.True(rig.Closed[0].Actual!.Attainment!.Value[0].Share < rig.Closed[0].Actual!.Attainment!.Value[0].Goal);
    }

    [Fact]
    public void Advice_is_not_judged_by_the_attainment_of_what_ran_instead()
    {
        var rig = new LedgerRig(_ => 1_500, ready: 3) { Slo = _ => (90, 10) };
        rig.Pass(1).Move(ScaleActionKind.Stop, 1, expected: LedgerRig.Expect(1_300, 1_400), follow: false);
        rig.Outcomes = [new MoveOutcome(LedgerRig.Pool, ScaleActionKind.Stop, 1, MoveFate.Advised)];

        Assert.Equal(ReceiptVerdicts.Saved, Assert.Single(rig.Pass(40).Closed).Verdict);
        Assert.Equal(0.9, rig.Closed[0].Actual!.Attainment!.Value[0].Share);
    }

    [Fact]
    public void What_was_kept_over_a_restart_keeps_its_attainment()
    {
        var rig = new LedgerRig(_ => 1_300, ready: 3) { Slo = _ => (9, 1) };
        rig.Pass(1).Move(ScaleActionKind.Stop, 1, expected: LedgerRig.Expect(1_300, 1_400)).Pass(15);
        var next = new LedgerRig(_ => 1_300, ready: 2) { Slo = _ => (9, 1) };
        next.Restore(rig.Keep(), minute: 16);
        next.Pass(40);

        var actual = Assert.Single(next.Closed).Actual!;
        Assert.InRange(actual.AttainmentMinutes, 20, actual.MinutesKnown);
        Assert.Equal((actual.AttainmentMinutes * 10, 0.9), (actual.Attainment!.Value[0].Requests, actual.Attainment.Value[0].Share));
    }

    [Fact]
    public void A_receipts_time_is_reckoned_with_the_measured_time_to_ready()
    {
        var rig = new LedgerRig(_ => 1_300, ready: 2);
        rig.Readiness.Restore([new PoolReadyTimes(LedgerRig.Pool, [600, 600, 600, 600, 600])]);
        rig.Pass(1).Move(ScaleActionKind.Start, 1).Pass(1);

        var open = Assert.Single(rig.Keep().Open).Receipt;
        Assert.Equal((TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(70)), (open.ServesAt - open.At, open.Until - open.At));
    }
}
