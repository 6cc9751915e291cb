using System.Collections.Immutable;
using System.Text.Json;

namespace SageServe.Planning.Tests;

/// <summary>Receipts of units of a co-resident group: two members, a unit of 8 GPUs at 32 USD an hour, 605 s to load; an engine of the large model gets about 952 prompt tokens per second through, one of the small about 3,800.</summary>
public sealed class UnitReceiptTests
{
    private static readonly ServingCatalog Catalog = GroupWorld.Catalog();
    private static readonly PlanningOptions Options = new() { SwingMargin = 0 };
    private readonly DemandHistory _history = new(TimeSpan.FromMinutes(1), TimeSpan.FromDays(2));
    private List<MoveReceipt> _closed = [];
    private ReceiptLedger _ledger = Following(Catalog);
    private double _large = 400;
    private double _small;
    private int _units = 3;
    private int _loading;
    private int _minute;

    private Instant Now => TestWorld.Start + TimeSpan.FromMinutes(_minute);

    [Fact]
    public void A_released_unit_that_nobody_missed_saved_what_a_unit_costs()
    {
        Pass(60);
        Release(2);
        var receipt = Assert.Single(Pass(180)._closed);

        Assert.Equal((GroupWorld.Name, ScaleActionKind.Stop, 2, 3), (receipt.Group, receipt.Kind, receipt.Count, receipt.Before));
        Assert.Equal((32, 8, ReceiptVerdicts.Saved), (receipt.UsdPerHour, receipt.Gpus, receipt.Verdict));
        Assert.Equal(2 * 32 * (receipt.Until - receipt.At).TotalHours, receipt.Actual!.UnusedUsd!.Value, 6);
        Assert.Equal(400 / 952.0, receipt.Actual.DemandPeak!.Value, 2);
        Assert.Contains("0.4 engines in full use", receipt.Sentence, StringComparison.Ordinal);
        Assert.Equal(0, receipt.Actual.AttainmentMinutes);
    }

    [Fact]
    public void Members_that_together_ask_for_more_than_is_left_regret_it()
    {
        Pass(60);
        Release(2);
        Pass(5);

        // Each alone would do with the unit that is left.
        (_large, _small) = (800, 3_000);
        var receipt = Assert.Single(Pass(180)._closed);

        Assert.Equal(ReceiptVerdicts.Regretted, receipt.Verdict);
        Assert.InRange(receipt.Actual!.ShortMost, 0.55, 0.75);
        Assert.Contains("units lacked", receipt.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void A_loaded_unit_is_needed_whichever_member_takes_it()
    {
        Pass(60);
        Load(GroupWorld.Large);
        (_large, _small) = (400, 12_000);
        var receipt = Assert.Single(Pass(10).Loaded().Pass(180)._closed);

        Assert.Equal((GroupWorld.Name, ReceiptVerdicts.TooLate), (receipt.Group, receipt.Verdict));

        (_closed, _large, _small) = ([], 400, 0);
        Pass(60);
        Load(GroupWorld.Large);
        Pass(10).Loaded();
        (_large, _small) = (10, 12_000);
        receipt = Assert.Single(Pass(180)._closed);
        Assert.Equal((ReceiptVerdicts.Needed, 1), (receipt.Verdict!, receipt.Actual!.UsedPeak));
        Assert.Equal(32 * (receipt.Until - receipt.At).TotalHours, receipt.Actual.Usd, 6);
    }

    [Theory]
    [InlineData(1, ReceiptVerdicts.Insurance)]
    [InlineData(2, ReceiptVerdicts.Wasted)]
    public void A_loaded_unit_that_nobody_took_is_judged_by_what_the_group_expected(int expected, string verdict)
    {
        Pass(60);

        // The other member has two awake: with one expected of the first, three units were enough.
        Load(GroupWorld.Large, new MoveExpectation { Demand = 700 * expected, Held = 1_900, Kept = 1_900, Quantile = 0.97, Share = 1, PerReplica = 714, Until = TimeSpan.FromMinutes(30), Replicas = expected });
        var receipt = Assert.Single(Pass(10).Loaded().Pass(180)._closed);

        Assert.Equal((verdict, 2 + expected), (receipt.Verdict, receipt.Predicted!.Replicas));
        Assert.Null(receipt.Predicted.Quantile);
        Assert.Null(new ReceiptSum().Plus(receipt).ForecastBias);
    }

    [Fact]
    public void A_unit_loaded_again_within_its_load_time_makes_the_release_a_loss()
    {
        Pass(60);
        Release(1);
        Pass(5);
        Load(GroupWorld.Small);
        Pass(2);

        Assert.Equal((ReceiptVerdicts.Regretted, "opposite-move"), (Assert.Single(_closed).Verdict!, _closed[0].Actual!.ClosedBecause));
    }

    [Fact]
    public void Open_receipts_of_units_go_on_after_a_restart_and_end_with_their_group()
    {
        Pass(60);
        Release(1);
        Pass(3);
        var kept = JsonSerializer.Deserialize<ReceiptState>(JsonSerializer.Serialize(_ledger.Keep(null)))!;
        _ledger = Following(Catalog);
        _ledger.Restore(kept);
        Pass(1);
        Assert.Equal(GroupWorld.Name, Assert.Single(_ledger.Keep(null).Open).Receipt.Group);

        _ledger.Follow(TestWorld.Catalog(), Options, TestWorld.Leads(TestWorld.Catalog(), Options));
        Pass(1);
        Assert.Equal("pool-gone", Assert.Single(_closed).Actual!.ClosedBecause);
    }

    [Fact]
    public void A_group_that_is_not_told_is_not_known()
    {
        Pass(60);
        Release(1);
        Pass(5);
        _units = -1;

        Assert.Equal(ReceiptVerdicts.Unknown, Assert.Single(Pass(180)._closed).Verdict);
    }

    [Fact]
    public void One_more_awake_does_not_end_the_receipt_of_another_that_woke()
    {
        Pass(60);
        Decide(new ScaleAction(ScaleActionKind.Wake, GroupWorld.Large, 1, "test", "Because.") { Group = GroupWorld.Name }, 2);
        Pass(1);
        Decide(new ScaleAction(ScaleActionKind.SwapModel, GroupWorld.Large, 1, "test", "Because.") { Group = GroupWorld.Name, From = GroupWorld.Small }, 3);
        Pass(5);
        Assert.Equal(
            [(ScaleActionKind.Wake, null), (ScaleActionKind.SwapModel, GroupWorld.Small), (ScaleActionKind.Sleep, (PoolId?)GroupWorld.Large)],
            _ledger.Keep(null).Open.Select(o => (o.Receipt.Kind, o.Receipt.SwapWith)));
        Assert.All(_ledger.Keep(null).Open, o => Assert.Equal((0, 0.0, null), (o.Receipt.Gpus, o.Receipt.UsdPerHour, o.Receipt.Group)));

        // Put to sleep beyond the seconds of a wake and waked again: no loss.
        Decide(new ScaleAction(ScaleActionKind.Sleep, GroupWorld.Large, 1, "test", "Because.") { Group = GroupWorld.Name }, 1);
        Pass(3);
        Decide(new ScaleAction(ScaleActionKind.Wake, GroupWorld.Large, 1, "test", "Because.") { Group = GroupWorld.Name }, 2);
        Pass(3);
        Assert.Equal(ReceiptVerdicts.Saved, _closed.Single(r => r.Kind == ScaleActionKind.Sleep && r.Pool == GroupWorld.Large).Verdict);
    }

    private static ReceiptLedger Following(ServingCatalog catalog)
    {
        var ledger = new ReceiptLedger();
        ledger.Follow(catalog, Options, TestWorld.Leads(catalog, Options));
        return ledger;
    }

    private UnitReceiptTests Pass(int minutes)
    {
        for (var i = 0; i < minutes; i++, _minute++)
        {
            Tell(TestWorld.Large, _large);
            if (_small > 0)
            {
                Tell(TestWorld.Small, _small);
            }

            var input = new TickInput { Now = Now, Demand = [], Pools = Facts(), Groups = Groups() };
            _closed.AddRange(_ledger.Observe(input, Facts(), _history) ?? []);
        }

        return this;
    }

    private UnitReceiptTests Loaded()
    {
        _loading = 0;
        return this;
    }

    private void Release(int count)
    {
        Decide(new ScaleAction(ScaleActionKind.Stop, GroupWorld.Large, count, "units-spare", "Because.") { Group = GroupWorld.Name }, 1);
        _units -= count;
    }

    private void Load(PoolId member, MoveExpectation? expected = null)
    {
        Decide(new ScaleAction(ScaleActionKind.Start, member, 1, "test", "Because.") { Group = GroupWorld.Name }, 2, expected);
        (_units, _loading) = (_units + 1, 1);
    }

    private void Decide(ScaleAction action, int to, MoveExpectation? expected = null)
    {
        var facts = Facts();
        PoolMove[] moves = [.. facts.Select(f => new PoolMove(f, new PaceProposal(f.Pool == action.Pool ? to : f.Ready, "test", "Because.") { Expected = f.Pool == action.Pool ? expected : null }))];
        _ledger.Decided(new LedgerRound(Now - TimeSpan.FromMinutes(1), null, _history) { Groups = Groups() }, [action], moves, facts);
    }

    private void Tell(ModelId model, double rate)
    {
        var start = Now - TimeSpan.FromMinutes(1);
        _history.Absorb([.. TestWorld.Bins(TestWorld.Series(model, GroupWorld.East), start, Now, _ => rate)]);
    }

    private ImmutableArray<PoolFacts> Facts() =>
        [.. Catalog.Pools.Select(p => TestWorld.Facts(p.Id, p.Id == GroupWorld.Small ? 2 : 1)).OrderBy(f => f.Pool)];

    private ImmutableArray<GroupFacts> Groups() => _units < 0 ? [] : [new GroupFacts(GroupWorld.Name, _units, 0) { Loading = _loading }];
}
