using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using System.Text.Json;

namespace SageServe.Planning.Tests;

public sealed class TickJsonTests
{
    [Fact]
    public void Inputs_and_effects_are_read_back_to_the_same_bytes_and_give_the_same_effects()
    {
        var catalog = TestWorld.Catalog();
        var options = new PlanningOptions { PlanInterval = TimeSpan.FromMinutes(45) };
        var recorded = new PlanningCore(catalog, TickJson.ReadHeader(Parse(Text(w => TickJson.WriteHeader(w, options)))));
        var live = new PlanningCore(catalog, options);
        Assert.Equal(options, recorded.Options);
        var tick = live.FirstTick(TestWorld.Start);
        recorded.FirstTick(TestWorld.Start);
        for (var i = 0; i < 50; i++)
        {
            var input = Input(catalog, tick, i);
            var text = Text(w => TickJson.Write(w, tick, input));
            var (tickRead, inputRead) = TickJson.ReadInput(Parse(text));
            Assert.Equal(text, Text(w => TickJson.Write(w, tickRead, inputRead)));

            var effects = live.OnTick(tick, input);
            var effectsText = Text(w => TickJson.Write(w, effects));
            Assert.Equal(effectsText, Text(w => TickJson.Write(w, recorded.OnTick(tickRead, inputRead))));
            Assert.Equal(effectsText, Text(w => TickJson.Write(w, TickJson.ReadEffects(Parse(effectsText)))));
            tick = effects.NextTick;
        }
    }

    [Fact]
    public void A_header_is_told_from_a_tick()
    {
        Assert.True(TickJson.IsHeader(Parse(Text(w => TickJson.WriteHeader(w, new PlanningOptions())))));
        var tick = new ScheduledTick(TestWorld.Start, TickKinds.Pace, TestWorld.Start);
        var input = new TickInput { Now = TestWorld.Start, Demand = null, Pools = null };
        Assert.False(TickJson.IsHeader(Parse(Text(w => TickJson.Write(w, tick, input)))));
    }

    [Fact]
    public void A_change_is_read_back_and_told_from_the_rest()
    {
        var (now, options) = (TestWorld.Start + TimeSpan.FromTicks(1234567), new PlanningOptions { MaxStep = 7 });
        foreach (var catalog in new[] { TestWorld.Catalog().Document, null })
        {
            var record = Parse(Text(w => TickJson.WriteChange(w, now, options, catalog)));
            Assert.True(TickJson.IsChange(record));
            Assert.False(TickJson.IsHeader(record));
            var read = TickJson.ReadChange(record);
            Assert.Equal((now, options, catalog is null), (read.Now, read.Options, read.Catalog is null));
            Assert.Equal(catalog?.Pools.Length, read.Catalog?.Pools.Length);
        }
    }

    [Fact]
    public void A_solve_that_time_ended_is_recorded_and_taken_as_it_was()
    {
        var catalog = TestWorld.Catalog();
        var live = new PlanningCore(catalog, new PlanningOptions());
        var tick = live.FirstTick(TestWorld.Start);
        var input = Input(catalog, tick, 0);
        var effects = live.OnTick(tick, input);
        Assert.Null(RecordedSolve.Of(effects));

        // As if the solver had stopped early with one replica more everywhere.
        var cut = new RecordedSolve(
            [.. effects.Plan!.Targets.Select(t => t with { Target = t.Target + 1 })],
            effects.Diagnostics.Solve! with { Status = "feasible" },
            "integer-program: Time ran out.");
        var replayed = new PlanningCore(catalog, new PlanningOptions());
        replayed.FirstTick(TestWorld.Start);
        var (_, read) = TickJson.ReadInput(Parse(Text(w => TickJson.Write(w, tick, input with { Recorded = cut }))));
        var again = replayed.OnTick(tick, read);

        Assert.Equal(cut.Targets, again.Plan!.Targets);
        Assert.Equal((cut.Allocator, cut.Report), (again.Plan.Allocator, again.Diagnostics.Solve));
        Assert.Equal(cut.Targets, RecordedSolve.Of(again)!.Targets);
    }

    [Fact]
    public void Demand_is_recorded_as_runs_and_comes_back_sorted_to_the_last_bit() => Seeds.Check(20, (_, random) =>
    {
        var bins = TestWorld.Regions.SelectMany(r => TestWorld.Bins(
                TestWorld.Series(TestWorld.Small, r), TestWorld.Start, TestWorld.Start + TimeSpan.FromHours(2), _ => random.NextExponential(1000)))
            .Where(_ => random.NextDouble() < 0.95).ToList();
        var told = bins.Concat(bins.Where(_ => random.NextDouble() < 0.1)).OrderBy(_ => random.NextDouble()).ToImmutableArray();
        var input = new TickInput { Now = TestWorld.Start, Demand = told, Pools = null };

        var text = Text(w => TickJson.Write(w, new ScheduledTick(TestWorld.Start, TickKinds.Plan, TestWorld.Start), input));

        Assert.Equal(DemandOrder.Sort(told), TickJson.ReadInput(Parse(text)).Input.Demand!.Value);
        Assert.True(text.Length < told.Length * 90, $"{text.Length} characters for {told.Length} bins");
    });

    private static TickInput Input(ServingCatalog catalog, ScheduledTick tick, int i)
    {
        var series = TestWorld.Series(TestWorld.Large, TestWorld.Regions[1]);
        var bins = TestWorld.Bins(series, i == 0 ? tick.At - TimeSpan.FromHours(30) : tick.At - TimeSpan.FromMinutes(1), tick.At, m => 1000.0 / 3 + 300 * Math.Sin(m / 50.0));
        return new TickInput
        {
            Now = tick.At,
            Demand = i % 7 == 3 ? null : [.. bins],
            Pools = i % 11 == 5 ? null : [.. catalog.Pools.Select((p, n) => TestWorld.Facts(p.Id, 1 + (i + n) % 4, kv: (i * 7 + n) % 10 / 10.0, starting: i % 3))],
        };
    }

    private static string Text(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            write(writer);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static JsonElement Parse(string text) => JsonDocument.Parse(text).RootElement.Clone();
}
