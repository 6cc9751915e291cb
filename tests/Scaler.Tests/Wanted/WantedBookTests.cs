using System.Collections.Immutable;

namespace SageServe.Scaler.Tests;

public sealed class WantedBookTests
{
    private static readonly PoolId Pool = new(new DeploymentId(new ModelId("llama"), new RegionId("eastus")), new AcceleratorId("a100"));

    private readonly ManualTimeProvider _time = new();
    private readonly EnvelopeClock _clock;
    private readonly WantedBook _book;

    public WantedBookTests()
    {
        _clock = new EnvelopeClock(new SteadyClock(_time), EnvelopeDocument.Identity);
        _book = new WantedBook(new LiveConfiguration(new ScalerOptions(), Catalogs.OnePool(Pool)), _clock);
    }

    [Fact]
    public void A_decision_stands_until_it_was_followed()
    {
        Assert.Null(_book.Read());
        Tick(current: 2, start: 3);
        Assert.Equal((5, 2), Told());
        Tick(current: 2);
        Tick(current: 4);
        Assert.Equal((5, 4), Told());
        Tick(current: 5);
        Tick(current: 5);
        Assert.Equal((5, 5), Told());

        // Lost afterwards: the planner decides about that, not the old decision.
        Tick(current: 5, stop: 1);
        Assert.Equal((4, 5), Told());
    }

    [Fact]
    public void A_decision_that_nobody_follows_is_given_up_and_another_takes_its_place()
    {
        Tick(current: 4, stop: 2);
        Tick(current: 4, start: 1);
        Assert.Equal((5, 4), Told());
        for (var i = 0; i < 12; i++)
        {
            Tick(current: 4);
        }

        Assert.Equal((4, 4), Told());
    }

    [Fact]
    public void Nothing_is_told_on_missing_facts_and_nothing_downward_while_frozen()
    {
        Tick(current: 4, stop: 1);
        Tick(current: 4, frozen: true);
        Assert.Equal((4, 4), Told());
        _book.TickDone(Input(null), Effects(0, 0, frozen: true));
        _time.Advance(TimeSpan.FromMinutes(4));
        Assert.Null(_book.Read());
    }

    [Fact]
    public void A_swap_wants_one_less_of_the_one_and_one_more_of_the_other()
    {
        var other = Pool with { Revision = "other" };
        var input = Input(3) with { Pools = [.. Input(3).Pools!.Value, new PoolFacts(other, 1, 0, 0, null, null, TimeSpan.Zero)] };
        var swap = new ScaleAction(ScaleActionKind.SwapModel, other, 1, "plan-target", "More.") { From = Pool };
        _book.TickDone(input, Effects(0, 0, frozen: false) with { Actions = [swap, new ScaleAction(ScaleActionKind.Stop, Pool, 1, "load-low", "Less.")] });

        Assert.Equal([(Pool, 1), (other, 2)], _book.Read()!.Value.OrderBy(w => w.Pool).Select(w => (w.Pool, w.Wanted)));
    }

    private (int, int) Told() => Assert.Single(_book.Read()!.Value) is var pool ? (pool.Wanted, pool.Current) : default;

    private void Tick(int current, int start = 0, int stop = 0, bool frozen = false)
    {
        _time.Advance(TimeSpan.FromMinutes(1));
        _book.TickDone(Input(current), Effects(start, stop, frozen));
    }

    private TickInput Input(int? current) => new()
    {
        Now = _clock.Now,
        Demand = [],
        Pools = current is { } ready ? [new PoolFacts(Pool, ready, 0, 0, new Utilization(0.5), new Pressure(0.5), TimeSpan.Zero)] : null,
    };

    private PlanningEffects Effects(int start, int stop, bool frozen) => new()
    {
        Actions = Actions(start, stop),
        NextTick = new ScheduledTick(_clock.Now, TickKinds.Pace, _clock.Now),
        Diagnostics = new TickDiagnostics { Steps = [], Frozen = frozen },
    };

    private static ImmutableArray<ScaleAction> Actions(int start, int stop) =>
        start > 0 ? [new ScaleAction(ScaleActionKind.Start, Pool, start, "plan-target", "More.")]
        : stop > 0 ? [new ScaleAction(ScaleActionKind.Stop, Pool, stop, "plan-target", "Less.")]
        : [];
}
