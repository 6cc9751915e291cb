namespace SageServe.Planning.Tests;

/// <summary>Both halves of a swap have a receipt: the pool that grows, and the one that gives way. A replica is planned with 714 prompt tokens per second.</summary>
public sealed class SwapReceiptTests
{
    private static readonly PoolId Large = LedgerRig.Pool;
    private static readonly PoolId Small = TestWorld.Pool(TestWorld.Small, TestWorld.Regions[0]);
    private readonly LedgerRig _rig = new LedgerRig(minute => minute < 100 ? 1_300 : 4_500, ready: 5).Pass(1);

    [Fact]
    public void Who_gives_way_has_a_receipt_of_its_own_without_a_price()
    {
        var (yields, grows) = Decided(_rig.GiveWay(Small, 2));

        Assert.Equal((ScaleActionKind.Stop, 2, 5, Small), (yields.Kind, yields.Count, yields.Before, yields.SwapWith!.Value));
        Assert.Equal((ScaleActionKind.SwapModel, 2, 1, Large), (grows.Kind, grows.Count, grows.Before, grows.SwapWith!.Value));
        Assert.Equal((0, 0.0), (yields.Gpus, yields.UsdPerHour));
        Assert.Equal(("load-low", $"Give way to {Small} with 2: Idle."), (yields.Reason, yields.Detail));

        _rig.Pass(90);
        var closed = Assert.Single(_rig.Closed, r => r.Pool == Large);
        Assert.Equal((ReceiptVerdicts.Saved, MoveFate.CarriedOut, 0.0), (closed.Verdict!, closed.Fate, closed.Actual!.UnusedUsd!.Value));
    }

    [Fact]
    public void Giving_way_before_a_shortage_is_regretted()
    {
        _rig.Pass(90).GiveWay(Small, 2).Pass(90);

        // Three replicas get 2,856 through of 4,500.
        Assert.Equal(ReceiptVerdicts.Regretted, Assert.Single(_rig.Closed, r => r.Pool == Large).Verdict);
    }

    [Fact]
    public void What_else_stops_at_that_tick_is_the_next_rung()
    {
        _rig.GiveWay(Small, 2, stops: 1).Pass(1);

        var rungs = _rig.Keep().Open.Where(o => o.Receipt.Pool == Large).Select(o => (o.Receipt.Before, o.Receipt.Count, o.Receipt.SwapWith));
        Assert.Equal([(5, 2, Small), (3, 1, (PoolId?)null)], rungs);
    }

    [Fact]
    public void Both_learn_what_became_of_the_swap_and_of_no_other()
    {
        _rig.GiveWay(Small, 2);
        _rig.Outcomes = [Told(TestWorld.Pool(TestWorld.Large, TestWorld.Regions[1]), 1, MoveFate.Failed), Told(Large, 1, MoveFate.CarriedOut)];
        var (yields, grows) = Decided(_rig);

        Assert.Equal((MoveFate.CarriedOut, 1, MoveFate.CarriedOut, 1), (yields.Fate, yields.Count, grows.Fate, grows.Count));
    }

    [Fact]
    public void Advice_to_give_way_and_to_stop_is_repeated_and_stays_two_receipts()
    {
        for (var i = 0; i < 3; i++)
        {
            _rig.GiveWay(Small, 2, stops: 1, follow: false);
            _rig.Outcomes = [Told(Large, 2, MoveFate.Advised), new MoveOutcome(Large, ScaleActionKind.Stop, 1, MoveFate.Advised)];
            _rig.Pass(1);
        }

        Assert.Equal([(3, Small), (3, (PoolId?)null)], _rig.Keep().Open.Where(o => o.Receipt.Pool == Large).Select(o => (o.Receipt.Repeats, o.Receipt.SwapWith)));
        Assert.Empty(_rig.Closed);
    }

    private static MoveOutcome Told(PoolId from, int moved, MoveFate fate) => new(Small, ScaleActionKind.SwapModel, moved, fate) { From = from };

    private static (MoveReceipt Yields, MoveReceipt Grows) Decided(LedgerRig rig)
    {
        var decided = rig.Keep().Decided;
        return (Assert.Single(decided, d => d.Receipt.Pool == Large).Receipt, Assert.Single(decided, d => d.Receipt.Pool == Small).Receipt);
    }
}
