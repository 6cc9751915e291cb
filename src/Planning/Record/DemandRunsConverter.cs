using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace SageServe.Planning;

/// <summary>
/// Demand bins as runs: neighbours of one series share its name, start and length and leave only numbers. Two weeks of history are
/// then a few megabytes instead of a hundred. Bins come back sorted; the planner absorbs them in that order anyway.
/// </summary>
internal sealed class DemandRunsConverter : JsonConverter<ImmutableArray<DemandBin>>
{
    public override void Write(Utf8JsonWriter writer, ImmutableArray<DemandBin> value, JsonSerializerOptions options)
    {
        var bins = DemandOrder.Sort(value);
        writer.WriteStartArray();
        for (var from = 0; from < bins.Length;)
        {
            var to = from + 1;
            while (to < bins.Length && IsNext(bins[to - 1], bins[to]))
            {
                to++;
            }

            JsonSerializer.Serialize(writer, DemandRun.Of(bins.AsSpan()[from..to]), PlanningJson.Default.DemandRun);
            from = to;
        }

        writer.WriteEndArray();
    }

    public override ImmutableArray<DemandBin> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw new JsonException("Demand must be an array of runs.");
        }

        var bins = ImmutableArray.CreateBuilder<DemandBin>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var run = JsonSerializer.Deserialize(ref reader, PlanningJson.Default.DemandRun) ?? throw new JsonException("A run of demand is null.");
            bins.AddRange(run.Bins());
        }

        return bins.ToImmutable();
    }

    private static bool IsNext(DemandBin before, DemandBin after) =>
        after.Series == before.Series && after.Length == before.Length && after.Start == before.Start + before.Length;
}
