namespace SageServe.Scaler.Tests;

/// <summary>The whole loop on a clock that the test moves: what advice and moves become in the ledger.</summary>
public sealed class ReceiptLoopTests
{
    private static readonly PlanningOptions Planning = new() { Strategy = PlanningStrategies.Reactive, PlanInterval = TimeSpan.FromMinutes(5) };

    [Fact]
    public async Task A_dry_runs_repeated_advice_is_one_receipt_and_going_live_ends_it()
    {
        await using var rig = new LoopRig { Planning = Planning, DryRun = true };
        await rig.Start(readyReplicas: 2);
        await Eventually.True(() => rig.LastTick is not null, "the first tick is done");
        rig.Offer(100);
        rig.Utilize(0.9);
        for (var i = 0; i < 6; i++)
        {
            await rig.Pace();
        }

        var advice = Assert.Single(rig.Receipts.Open);
        Assert.Equal((MoveFate.Advised, ScaleActionKind.Start, 1), (advice.Fate, advice.Kind, advice.Count));
        Assert.InRange(advice.Repeats, 2, 6);
        Assert.DoesNotContain(rig.Host.Calls, c => c.Call == "start");

        rig.Live.Swap(rig.Live.Current with { Options = rig.Live.Current.Options with { DryRun = false }, Version = 2 });
        await Eventually.True(
            () =>
            {
                rig.Time.Advance(TimeSpan.FromSeconds(1));
                return rig.Receipts.Receipts.Length > 0;
            },
            "the advice ended");

        Assert.Contains(rig.Host.Calls, c => c.Call == "start");
        var document = rig.Receipts;
        var closed = Assert.Single(document.Receipts, r => r.Fate == MoveFate.Advised);
        Assert.Equal((advice.Id, "carried-out"), (closed.Id, closed.Actual!.ClosedBecause));
        Assert.All(document.Open, o => Assert.Equal(MoveFate.CarriedOut, o.Fate));
        Assert.StartsWith("Advised 1 starts and 0 stops.", document.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_carried_out_is_a_receipt_of_its_own_kind()
    {
        await using var rig = new LoopRig { Planning = Planning };
        await rig.Start(readyReplicas: 2);
        await Eventually.True(() => rig.LastTick is not null, "the first tick is done");
        rig.Offer(100);
        rig.Utilize(0.9);
        rig.Host.RefuseStarts = true;
        for (var i = 0; i < 4; i++)
        {
            await rig.Pace();
        }

        Assert.Equal(MoveFate.Failed, Assert.Single(rig.Receipts.Open).Fate);
    }
}
