using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using SageServe.Planning;

namespace SageServe.Simulator.Tests;

/// <summary>A planner's log in which options and catalog change replays to the byte.</summary>
public sealed class PlanningReplayTests
{
    [Fact]
    public void Changes_of_options_and_catalog_are_replayed_in_their_place()
    {
        var lines = Record(tells: true);
        var result = Replay.Run(SmallWorld.Catalog, lines);
        Assert.Equal((lines.Count - 1, 0, 0), (result.Replayed, result.Skipped, result.Differences.Count));

        // Without the change the replay goes by other options: it is the change that makes it equal.
        Assert.NotEmpty(Replay.Run(SmallWorld.Catalog, Record(tells: false)).Differences);
    }

    private static List<string> Record(bool tells)
    {
        var catalog = SmallWorld.Catalog;
        var options = new PlanningOptions { Strategy = PlanningStrategies.Reactive };
        var core = new PlanningCore(catalog, options);
        var lines = new List<string> { Line(1, w => TickJson.WriteHeader(w, options), null) };
        var tick = core.FirstTick(Instant.FromUnixSeconds(1_790_000_000));
        for (var i = 0; i < 12; i++)
        {
            var input = new TickInput { Now = tick.At, Demand = [], Pools = Facts(catalog) };
            var asked = tick;
            var effects = core.OnTick(tick, input);
            lines.Add(Line(lines.Count + 1, w => TickJson.Write(w, asked, input), w => TickJson.Write(w, effects)));
            tick = effects.NextTick;
            if (i != 5)
            {
                continue;
            }

            var changed = options with { Strategy = PlanningStrategies.Static };
            var raised = catalog.Document with { Pools = [.. catalog.Pools.Select(p => p with { MinReplicas = p.MinReplicas + 3, InitialReplicas = p.MinReplicas + 3, MaxReplicas = p.MaxReplicas + 3 })] };
            catalog = new ServingCatalog(raised);
            tick = core.OptionsChanged(catalog, changed, input.Now);
            if (tells)
            {
                lines.Add(Line(lines.Count + 1, w => TickJson.WriteChange(w, input.Now, changed, raised), null));
            }
        }

        return lines;
    }

    private static ImmutableArray<PoolFacts> Facts(ServingCatalog catalog) =>
        [.. catalog.Pools.Select(p => new PoolFacts(p.Id, 1, 0, 0, new Utilization(0.5), new Pressure(0.5), TimeSpan.Zero, null))];

    private static string Line(int sequence, Action<Utf8JsonWriter> input, Action<Utf8JsonWriter>? effects)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            writer.WriteString("room", "planning");
            writer.WriteString("key", "planner");
            writer.WriteNumber("segment", 1);
            writer.WriteNumber("sequence", sequence);
            writer.WritePropertyName("input");
            input(writer);
            writer.WritePropertyName("effects");
            if (effects is null)
            {
                writer.WriteStartArray();
                writer.WriteEndArray();
            }
            else
            {
                effects(writer);
            }

            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
