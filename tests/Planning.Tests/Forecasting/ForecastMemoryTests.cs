using System.Collections.Immutable;
using System.Text.Json;

namespace SageServe.Planning.Tests;

/// <summary>Who studies when, and what survives a restart.</summary>
public sealed class ForecastMemoryTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    [Fact]
    public void Studies_are_spread_over_the_day_and_each_load_has_its_turn_once()
    {
        var memory = new ForecastMemory();
        string[] loads = [.. Enumerable.Range(0, 96).Select(i => $"load-{i:D2}")];
        foreach (var load in loads)
        {
            memory.Of(load, Forecasters.Of("best"));
        }

        var turns = new Dictionary<string, int>();
        for (var hour = 0; hour < 24; hour++)
        {
            var now = TestWorld.Start + Hour * hour;
            memory.TakeTurns(now, Hour, Day);
            string[] turn = [.. loads.Where(memory.IsTurnOf)];
            Assert.Equal(4, turn.Length);
            foreach (var load in turn)
            {
                memory.Of(load, Forecasters.Of("best")).StudiedAt = now;
                turns[load] = turns.GetValueOrDefault(load) + 1;
            }
        }

        Assert.Equal(96, turns.Count);
        Assert.All(turns.Values, count => Assert.Equal(1, count));
        memory.TakeTurns(TestWorld.Start + Day, Hour, TimeSpan.Zero);
        Assert.DoesNotContain(loads, memory.IsTurnOf);
    }

    [Fact]
    public void What_is_kept_is_taken_up_again_by_the_next_run()
    {
        var grid = Series(21);
        var first = Core();
        var effects = Tick(first, grid);
        Assert.NotNull(effects.Forecasts);
        var kept = JsonSerializer.Deserialize<ForecastState>(JsonSerializer.Serialize(effects.Forecasts))!;
        Assert.Contains(kept.Loads, l => !l.Recipes.IsEmpty && l.StudiedAt > Instant.Min);

        // What was studied an hour ago is not studied again at the start; without it the same tick studies.
        Assert.Null(Tick(Core(), grid, kept).Forecasts);
    }

    private static PlanningCore Core() => new(TestWorld.Catalog(), new PlanningOptions { DemandBin = TimeSpan.FromMinutes(10) });

    private static PlanningEffects Tick(PlanningCore core, ImmutableArray<DemandBin> bins, ForecastState? kept = null)
    {
        var tick = core.FirstTick(TestWorld.Start);
        var facts = TestWorld.AllPools(TestWorld.Catalog(), 2);

        // The first plan learns who there is; whose turn it is stands before the second.
        core.OnTick(tick, new TickInput { Now = tick.At, Demand = bins, Pools = facts, Forecasts = kept });
        var next = tick with { At = TestWorld.Start + Hour };
        return core.OnTick(next, new TickInput { Now = next.At, Demand = [], Pools = facts });
    }

    private static ImmutableArray<DemandBin> Series(int days) =>
    [
        .. Enumerable.Range(0, days * 144).Select(i => new DemandBin(
            TestWorld.Series(TestWorld.Large, TestWorld.Regions[0]), TestWorld.Start - TimeSpan.FromMinutes(10) * (days * 144 - i), TimeSpan.FromMinutes(10),
            500 * (1.5 + Math.Sin(2 * Math.PI * i / 144)), 1, 1)),
    ];
}
