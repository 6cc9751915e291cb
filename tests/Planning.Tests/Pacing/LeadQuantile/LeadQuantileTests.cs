using System.Collections.Immutable;

namespace SageServe.Planning.Tests;

/// <summary>The strategy through the door, on demand that is known; the large model's cold start is five minutes.</summary>
public sealed class LeadQuantileTests
{
    private static readonly ServingCatalog Catalog = TestWorld.Catalog(min: 1, max: 12);
    private static readonly PoolId Pool = TestWorld.Pool(TestWorld.Large, TestWorld.Regions[0]);

    [Fact]
    public void Steady_demand_is_held_at_its_planned_use_and_moves_nothing()
    {
        var day = new Day(Catalog, new LeadQuantileOptions(), _ => 2000);
        day.Run(TimeSpan.FromHours(2));

        // 2,000 tokens/s of 952 a replica at 85 %.
        Assert.Equal(3, day.Ready);
        Assert.True(day.Actions.Count <= 1, string.Join(", ", day.Actions.Select(a => a.Reason)));
        Assert.All(day.Actions, a => Assert.EndsWith(".", a.Detail, StringComparison.Ordinal));
    }

    [Fact]
    public void What_swings_faster_than_a_replica_starts_is_held_for_not_followed()
    {
        var day = new Day(Catalog, new LeadQuantileOptions(), minute => minute % 6 == 0 ? 3000 : 2000);
        day.Run(TimeSpan.FromHours(1));
        day.Actions.Clear();
        day.Run(TimeSpan.FromHours(3));
        Assert.Empty(day.Actions);

        // 3,000 and the swing of the requests in service, at 85 % of 952.
        Assert.Equal(5, day.Ready);
    }

    [Fact]
    public void Without_the_quantile_the_middle_is_held_for()
    {
        var day = new Day(Catalog, new LeadQuantileOptions { UseQuantile = false, UseSurge = false }, minute => minute % 6 == 0 ? 3000 : 2000);
        day.Run(TimeSpan.FromHours(2));
        Assert.Equal(3, day.Ready);
    }

    [Fact]
    public void A_surge_starts_at_the_second_look_and_what_it_started_stays_for_a_cold_start()
    {
        var day = new Day(Catalog, new LeadQuantileOptions(), minute => minute is >= 120 and < 124 ? 8000 : 2000);
        day.Run(TimeSpan.FromMinutes(121));
        day.Actions.Clear();
        day.Run(TimeSpan.FromMinutes(2));
        Assert.Contains("surge", day.Actions.Select(a => a.Reason));
        var most = day.Current;
        Assert.True(most >= 7, $"{most} replicas");

        day.Actions.Clear();
        day.Run(TimeSpan.FromMinutes(6));
        Assert.DoesNotContain(ScaleActionKind.Stop, day.Actions.Select(a => a.Kind));
        day.Run(TimeSpan.FromHours(3));
        Assert.InRange(day.Current, 3, 5);
        Assert.All(day.Actions.Where(a => a.Kind == ScaleActionKind.Stop).Take(2), a => Assert.Equal((1, "lead-spare"), (a.Count, a.Reason)));
    }

    [Fact]
    public void Surges_that_were_always_over_before_a_start_served_are_hardly_started_for_any_more()
    {
        // Two minutes of four times as much, each hour and a half; none of it in the history.
        var day = new Day(Catalog, new LeadQuantileOptions(), minute => minute < 2000 && minute % 97 is (50 or 51) ? 8000 : 2000);
        day.Run(TimeSpan.FromMinutes(97));
        var first = Most();
        day.Run(TimeSpan.FromMinutes(97 * 12));
        day.Actions.Clear();
        day.Run(TimeSpan.FromMinutes(97 * 3));
        Assert.True(first >= 4 && Most() <= first / 2, $"{first} started at first, then {Most()}");

        int Most() => day.Actions.Where(a => a.Kind == ScaleActionKind.Start).Select(a => a.Count).DefaultIfEmpty(0).Max();
    }

    [Fact]
    public void Without_the_surge_override_only_the_level_tells()
    {
        var day = new Day(Catalog, new LeadQuantileOptions { UseSurge = false }, minute => minute is >= 120 and < 124 ? 8000 : 2000);
        day.Run(TimeSpan.FromMinutes(123));
        Assert.DoesNotContain("surge", day.Actions.Select(a => a.Reason));
    }

    [Theory]
    [InlineData(true, 5)]
    [InlineData(false, 3)]
    public void Patient_work_starts_replicas_only_where_its_deadlines_ask_for_more_than_is_left(bool uses, int replicas)
    {
        var day = new Day(Catalog, new LeadQuantileOptions { UseBacklog = uses }, _ => 2000) { PatientReplicasDue = 0.1 };
        day.Run(TimeSpan.FromHours(1));
        Assert.Equal(3, day.Ready);

        // 2.1 replicas' work and 1.1 doubled, at 90 %.
        day.PatientReplicasDue = 1.1;
        day.Run(TimeSpan.FromHours(1));
        Assert.Equal(replicas, day.Ready);
        Assert.Equal(uses, day.Actions.Exists(a => a.Reason == "deadline"));
    }

    [Fact]
    public void Fast_requests_are_held_for_at_a_higher_quantile_than_all_together()
    {
        // A tenth of the minutes bring twice as much, all of it normal: that is within what normal requests may wait for.
        double Normal(int minute) => minute % 10 == 0 ? 3000 : 1000;
        var patient = new Day(Catalog, new LeadQuantileOptions { UseSurge = false, NormalMissCost = 4 }, _ => 1000) { Normal = Normal };
        var strict = new Day(Catalog, new LeadQuantileOptions { UseSurge = false, UseTiers = false }, _ => 1000) { Normal = Normal };
        patient.Run(TimeSpan.FromHours(4));
        strict.Run(TimeSpan.FromHours(4));
        Assert.True(patient.Ready < strict.Ready, $"{patient.Ready} and {strict.Ready}");
    }

    [Fact]
    public void Where_demand_is_unknown_it_follows_the_load_within_guardrails()
    {
        var core = new PlanningCore(Catalog, new PlanningOptions { Strategy = PlanningStrategies.LeadQuantile });
        var tick = core.FirstTick(TestWorld.Start);
        var full = core.OnTick(tick, new TickInput { Now = tick.At, Demand = [], Pools = [.. Catalog.Pools.Select(p => TestWorld.Facts(p.Id, 3, kv: 0.95))] });
        Assert.All(full.Actions, a => Assert.Equal((ScaleActionKind.Start, 1, "track-high"), (a.Kind, a.Count, a.Reason)));
        Assert.Equal(Catalog.Pools.Length, full.Actions.Length);

        var core2 = new PlanningCore(Catalog, new PlanningOptions { Strategy = PlanningStrategies.LeadQuantile });
        tick = core2.FirstTick(TestWorld.Start);
        var missing = core2.OnTick(tick, new TickInput { Now = tick.At, Demand = null, Pools = [.. Catalog.Pools.Select(p => TestWorld.Facts(p.Id, 3, kv: 0.05))] });
        Assert.Empty(missing.Actions);
    }

    /// <summary>A new installation stopped replicas in its first seconds, when no demand was known, and asked for them again a minute later.</summary>
    [Fact]
    public void Nothing_stops_before_demand_is_known_for_the_levels_window()
    {
        var day = new Day(Catalog, new LeadQuantileOptions { LevelWindow = TimeSpan.FromMinutes(10) }, _ => 10) { IsNew = true, Kv = 0.02 };
        day.Run(TimeSpan.FromMinutes(9));
        Assert.Empty(day.Actions);
        day.Run(TimeSpan.FromMinutes(30));
        Assert.Contains(day.Actions, a => (a.Kind, a.Reason) == (ScaleActionKind.Stop, "lead-spare"));
    }

    [Theory]
    [InlineData(true, 2)]
    [InlineData(false, 3)]
    public void What_nobody_has_asked_anything_of_goes_and_what_is_merely_not_told_stays(bool isOthersTold, int replicas)
    {
        var asked = Catalog.Pools.First(p => p.Id.Model != Pool.Model);
        var core = new PlanningCore(Catalog, new PlanningOptions { Strategy = PlanningStrategies.LeadQuantile, LeadQuantile = new LeadQuantileOptions { LevelWindow = TimeSpan.FromMinutes(10) } });
        var tick = core.FirstTick(TestWorld.Start);
        var ready = 3;
        for (var from = tick.At - TimeSpan.FromMinutes(5); tick.At < TestWorld.Start + TimeSpan.FromMinutes(11) && ready == 3;)
        {
            var told = isOthersTold ? TestWorld.Bins(TestWorld.Series(asked.Id.Model, asked.Id.Region), from, tick.At, _ => 500) : [];
            var effects = core.OnTick(tick, new TickInput { Now = tick.At, Demand = [.. told], Pools = [.. Catalog.Pools.Select(p => TestWorld.Facts(p.Id, p.Id == Pool ? ready : 1, kv: 0.05))] });
            ready -= effects.Actions.Where(a => a.Pool == Pool && a.Kind == ScaleActionKind.Stop).Sum(a => a.Count);
            (from, tick) = (tick.At, effects.NextTick);
        }

        Assert.Equal(replicas, ready);
    }

    /// <summary>A pool under the strategy: replicas start in five minutes and stop at once; the others stand idle.</summary>
    private sealed class Day
    {
        private readonly Func<int, double> _fast;
        private readonly PlanningCore _core;
        private readonly List<Instant> _starting = [];
        private ScheduledTick _tick;
        private Instant? _demandFrom;

        public Day(ServingCatalog catalog, LeadQuantileOptions own, Func<int, double> fast)
        {
            (_fast, Ready) = (fast, 3);
            _core = new PlanningCore(catalog, new PlanningOptions { Strategy = PlanningStrategies.LeadQuantile, LeadQuantile = own with { Interval = TimeSpan.FromMinutes(1) } });
            _tick = _core.FirstTick(TestWorld.Start);
            _demandFrom = TestWorld.Start - TimeSpan.FromHours(6);
        }

        public Func<int, double>? Normal { get; init; }

        public double? PatientReplicasDue { get; set; }

        public double Kv { get; init; } = 0.5;

        /// <summary>Nothing was seen before.</summary>
        public bool IsNew
        {
            init => _demandFrom = value ? null : _demandFrom;
        }

        public int Ready { get; private set; }

        public int Current => Ready + _starting.Count;

        public List<ScaleAction> Actions { get; } = [];

        public void Run(TimeSpan time)
        {
            var until = _tick.At + time;
            while (_tick.At < until)
            {
                var now = _tick.At;
                Ready += _starting.RemoveAll(at => at <= now);
                var effects = _core.OnTick(_tick, new TickInput { Now = now, Demand = [.. Bins(_demandFrom ?? now - TimeSpan.FromMinutes(1), now)], Pools = [.. Catalog.Pools.Select(Facts)] });
                foreach (var action in effects.Actions.Where(a => a.Pool == Pool))
                {
                    Actions.Add(action);
                    _starting.AddRange(Enumerable.Repeat(now + TimeSpan.FromMinutes(5), action.Kind == ScaleActionKind.Start ? action.Count : 0));
                    Ready -= action.Kind == ScaleActionKind.Stop ? action.Count : 0;
                }

                (_tick, _demandFrom) = (effects.NextTick, null);
            }
        }

        private PoolFacts Facts(PoolSpec spec) => spec.Id != Pool ? TestWorld.Facts(spec.Id, 1, kv: 0.1)
            : TestWorld.Facts(Pool, Ready, kv: Kv, starting: _starting.Count) with { Work = new PoolWork(0, 0, 0, 0) { PatientReplicasDue = PatientReplicasDue } };

        private IEnumerable<DemandBin> Bins(Instant from, Instant to)
        {
            // Minutes are counted from the start, so that the past has the same course.
            var first = (int)((from - TestWorld.Start) / TimeSpan.FromMinutes(1));
            return TestWorld.Bins(TestWorld.Series(TestWorld.Large, Pool.Region), from, to, i => _fast(Minute(first + i)))
                .Concat(Normal is null ? [] : TestWorld.Bins(TestWorld.Series(TestWorld.Large, Pool.Region, ServiceTier.InteractiveNormal), from, to, i => Normal(Minute(first + i))));
        }

        private static int Minute(int minute) => minute < 0 ? minute + 2400 : minute;
    }
}
