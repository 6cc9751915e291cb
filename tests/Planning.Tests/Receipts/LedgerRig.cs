using System.Collections.Immutable;

namespace SageServe.Planning.Tests;

/// <summary>A ledger on its own, minute by minute: demand and the fleet as a test says, moves as a test decides them.</summary>
internal sealed class LedgerRig
{
    public static readonly PoolId Pool = TestWorld.Pool(TestWorld.Large, TestWorld.Regions[0]);
    public static readonly PlanningOptions Options = new() { SwingMargin = 0 };
    private static readonly ServingCatalog Catalog = TestWorld.Catalog();
    private readonly ReceiptLedger _ledger = new();
    private readonly Func<int, double?> _demand;

    /// <param name="demand">Prompt tokens per second by minute; null: nobody tells. A replica gets about 952 of them through and is planned with 714.</param>
    /// <param name="ready">Replicas that serve at first; those that start take five minutes.</param>
    public LedgerRig(Func<int, double?> demand, int ready)
    {
        _demand = demand;
        Ready = ready;
        _ledger.Follow(Catalog, Options, new LeadTimes(Catalog, Options, Readiness));
        for (var minute = -60; minute < 0; minute++)
        {
            Tell(minute, demand(0) ?? 0);
        }
    }

    public DemandHistory History { get; } = new(TimeSpan.FromMinutes(1), TimeSpan.FromDays(2));

    public List<MoveReceipt> Closed { get; } = [];

    public int Minute { get; private set; }

    public int Ready { get; set; }

    public int Starting { get; set; }

    /// <summary>What is told of the last minute's moves; null: they were carried out.</summary>
    public ImmutableArray<MoveOutcome>? Outcomes { get; set; }

    /// <summary>Of requests of the fast tier in a minute, those that meet and miss their target; null: gateways do not tell.</summary>
    public Func<int, (double Met, double Missed)?> Slo { get; set; } = _ => null;

    /// <summary>What earlier starts took.</summary>
    public ReadyTimes Readiness { get; } = new();

    private Instant Now => TestWorld.Start + TimeSpan.FromMinutes(Minute);

    public ReceiptState Keep() => _ledger.Keep(Outcomes);

    public void Restore(ReceiptState state, int minute)
    {
        for (; Minute < minute; Minute++)
        {
            Tell(Minute - 1, _demand(Minute - 1));
        }

        _ledger.Restore(state);
    }

    /// <summary>Lets this many minutes pass.</summary>
    public LedgerRig Pass(int minutes)
    {
        for (var i = 0; i < minutes; i++)
        {
            Tell(Minute - 1, _demand(Minute - 1));
            var input = new TickInput { Now = Now, Demand = [], Pools = Facts(), Outcomes = Outcomes, Slo = Attained() };
            Closed.AddRange(_ledger.Observe(input, Facts(), History) ?? []);
            Outcomes = null;
            Minute++;
        }

        return this;
    }

    /// <summary>Decides a move at the last tick, and carries it out where <paramref name="follow"/> says so: a start serves when the rig is told.</summary>
    public LedgerRig Move(ScaleActionKind kind, int count, string reason = "test", MoveExpectation? expected = null, bool follow = true)
    {
        var at = Now - TimeSpan.FromMinutes(1);
        var facts = Facts();
        var own = facts.First(f => f.Pool == Pool);
        var delta = kind.Grows() ? count : -count;
        var move = new PoolMove(own, new PaceProposal(own.Ready + own.Starting + delta, reason, "Because.") { Expected = expected });
        _ledger.Decided(new LedgerRound(at, null, History), [new ScaleAction(kind, Pool, count, reason, "Because.")], [move], facts);
        (Ready, Starting) = !follow ? (Ready, Starting) : kind.Grows() ? (Ready, Starting + count) : (Ready - count, Starting);
        return this;
    }

    /// <summary>The pool gives way to another with so many, and may stop more at the same tick.</summary>
    public LedgerRig GiveWay(PoolId to, int count, int stops = 0, bool follow = true)
    {
        var at = Now - TimeSpan.FromMinutes(1);
        var facts = Facts();
        PoolMove[] moves = [Move(to, count, "load-high", "Busy."), Move(Pool, -count - stops, "load-low", "Idle.")];
        ScaleAction[] actions = [new(ScaleActionKind.SwapModel, to, count, "load-high", "Busy.") { From = Pool }, new(ScaleActionKind.Stop, Pool, stops, "load-low", "Idle.")];
        _ledger.Decided(new LedgerRound(at, null, History), [.. actions.Where(a => a.Count > 0)], moves, facts);
        Ready -= follow ? count + stops : 0;
        return this;

        PoolMove Move(PoolId pool, int delta, string reason, string detail)
        {
            var own = facts.First(f => f.Pool == pool);
            return new PoolMove(own, new PaceProposal(own.Ready + own.Starting + delta, reason, detail));
        }
    }

    /// <summary>What starts serves from now on.</summary>
    public LedgerRig Serve()
    {
        (Ready, Starting) = (Ready + Starting, 0);
        return this;
    }

    public static MoveExpectation Expect(double demand, double held, double? quantile = 0.97) =>
        new() { Demand = demand, Held = held, Kept = held, Quantile = quantile, Share = 1, PerReplica = 714, Until = TimeSpan.FromMinutes(30) };

    private ImmutableArray<PoolFacts> Facts() =>
        [.. Catalog.Pools.Select(p => p.Id == Pool ? TestWorld.Facts(Pool, Ready, starting: Starting) : TestWorld.Facts(p.Id, 1)).OrderBy(f => f.Pool)];

    private ImmutableArray<SloReading>? Attained() => Slo(Minute - 1) is { } told
        ? [new SloReading(Pool.Region, Now - TimeSpan.FromMinutes(1), Now, [new SloCount(Pool.Model, ServiceTier.InteractiveFast, told.Met, told.Missed)])]
        : null;

    private void Tell(int minute, double? rate)
    {
        if (rate is { } known)
        {
            var start = TestWorld.Start + TimeSpan.FromMinutes(minute);
            History.Absorb([.. TestWorld.Bins(TestWorld.Series(TestWorld.Large, TestWorld.Regions[0]), start, start + TimeSpan.FromMinutes(1), _ => known)]);
        }
    }
}
