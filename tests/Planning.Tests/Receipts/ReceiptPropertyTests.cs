using System.Text.Json;
using SageServe.TestKit;

namespace SageServe.Planning.Tests;

public sealed class ReceiptPropertyTests
{
    private const int Minutes = 300;

    [Fact]
    public void Every_move_closes_once_with_figures_that_add_up()
    {
        Seeds.Check(40, (seed, _) =>
        {
            var (rig, moves) = Play(seed);
            rig.Pass(200);

            Assert.Empty(rig.Keep().Open);
            Assert.Empty(rig.Keep().Decided);
            Assert.Equal(moves, rig.Closed.Count);
            Assert.Equal(moves, rig.Closed.Select(c => c.Id).Distinct().Count());
            Assert.All(rig.Closed, Sound);
        });
    }

    [Fact]
    public void Sums_add_up_to_their_receipts()
    {
        Seeds.Check(10, (seed, _) =>
        {
            var sums = new ReceiptSums();
            var closed = Play(seed).Rig.Pass(200).Closed;
            closed.ForEach(sums.Add);

            var all = sums.Of(_ => true);
            Assert.Equal(closed.Count, all.Moves);
            Assert.Equal(closed.Count, all.Needed + all.Insurance + all.TooLate + all.Wasted + all.Bound + all.Saved + all.Regretted + all.NotKnown);
            Assert.Equal(closed.Where(c => c.Kind == ScaleActionKind.Start).Sum(c => c.Actual!.UnusedUsd ?? 0), all.WastedUsd, 6);
            Assert.Equal(closed.Where(c => c.Kind == ScaleActionKind.Stop).Sum(c => c.Actual!.UnusedUsd ?? 0), all.SavedUsd, 6);
            Assert.Equal(all.Moves, sums.Total.Moves);
        });
    }

    [Fact]
    public void A_restart_loses_no_receipt_and_only_the_minutes_that_nobody_watched()
    {
        Seeds.Check(20, (seed, random) =>
        {
            var whole = Play(seed).Rig;
            var before = Play(seed).Rig;
            var state = JsonSerializer.Deserialize(JsonSerializer.Serialize(before.Keep(), PlanningJson.Default.ReceiptState), PlanningJson.Default.ReceiptState)!;
            Assert.Equal(before.Keep().Open, state.Open);
            Assert.Equal(before.Keep().Decided, state.Decided);

            var away = random.NextInt(10);
            var after = new LedgerRig(Demand(seed), before.Ready) { Starting = before.Starting };
            after.Restore(state, before.Minute + away);
            whole.Pass(away + 200);
            after.Pass(200);

            var all = before.Closed.Concat(after.Closed).OrderBy(c => c.Id, StringComparer.Ordinal).ToList();
            Assert.Equal(whole.Closed.Select(c => c.Id).Order(StringComparer.Ordinal), all.Select(c => c.Id));
            Assert.All(all, Sound);
            Assert.All(after.Closed, c => Assert.InRange(c.Actual!.MinutesMissing - whole.Closed.Single(w => w.Id == c.Id).Actual!.MinutesMissing, 0, away + 4));
        });
    }

    private static void Sound(MoveReceipt receipt)
    {
        var actual = receipt.Actual!;
        Assert.Contains(receipt.Verdict!, ReceiptVerdicts.All);
        Assert.NotEmpty(receipt.Sentence!);
        Assert.InRange(actual.GpuHours, 0, receipt.DecidedGpuHours + 1e-9);
        Assert.InRange(actual.UnusedGpuHours ?? 0, 0, actual.GpuHours + 1e-9);
        Assert.InRange(actual.UsedPeak ?? 0, 0, receipt.Count);
        Assert.InRange(actual.MinutesKnown + actual.MinutesMissing + actual.LateMinutes, 0, (actual.ClosedAt - receipt.At).TotalMinutes);
        Assert.InRange(actual.ShortMinutes, 0, actual.MinutesKnown);
        Assert.InRange(actual.MinutesWithinHeld ?? 0, 0, actual.MinutesKnown);
        Assert.True(receipt.Verdict == ReceiptVerdicts.Regretted == (receipt.Kind == ScaleActionKind.Stop && receipt.Verdict is not (ReceiptVerdicts.Saved or ReceiptVerdicts.Unknown)));
        Assert.True(actual.UnusedGpuHours is not null || actual.MinutesMissing > 0 || actual.MinutesKnown == 0);
    }

    /// <summary>Random moves on random demand; every start serves five minutes later.</summary>
    private static (LedgerRig Rig, int Moves) Play(ulong seed)
    {
        var random = new RandomStream(seed);
        var rig = new LedgerRig(Demand(seed), ready: 5).Pass(1);
        var (moves, serveAt) = (0, -1);
        for (var i = 0; i < Minutes; i++)
        {
            if (rig.Minute == serveAt)
            {
                rig.Serve();
            }

            if (random.NextInt(20) == 0)
            {
                var kind = random.NextInt(2) == 0 || rig.Ready < 3 ? ScaleActionKind.Start : ScaleActionKind.Stop;
                var demand = random.NextDouble() * 5_000;
                rig.Move(kind, 1 + random.NextInt(2), expected: random.NextInt(3) == 0 ? null : LedgerRig.Expect(demand, demand * 1.3));
                serveAt = kind == ScaleActionKind.Start ? rig.Minute + 5 : serveAt;
                moves++;
            }

            rig.Pass(1);
        }

        return (rig, moves);
    }

    private static Func<int, double?> Demand(ulong seed) => minute =>
    {
        var draw = new RandomStream(seed).Child($"minute-{minute / 20}");
        return draw.NextInt(8) == 0 ? null : 500 + draw.NextDouble() * 4_000;
    };
}
