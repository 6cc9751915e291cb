using System.Text.Json;

namespace SageServe.Scaler;

/// <summary>One planning record of the decision log.</summary>
/// <param name="Segment">See <see cref="DecisionRecord"/>.</param>
/// <param name="Sequence">See <see cref="DecisionRecord"/>.</param>
/// <param name="WriteInput">Writes the input as Planning's own JSON.</param>
/// <param name="Effects">What was answered; null for the header of a segment.</param>
internal sealed record TickEntry(int Segment, long Sequence, Action<Utf8JsonWriter> WriteInput, PlanningEffects? Effects) : IDecisionEntry
{
    public const string Room = "planning";
    public const string Key = "planner";

    public void WriteTo(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("room", Room);
        writer.WriteString("key", Key);
        writer.WriteNumber("segment", Segment);
        writer.WriteNumber("sequence", Sequence);
        writer.WritePropertyName("input");
        WriteInput(writer);
        writer.WritePropertyName("effects");
        if (Effects is null)
        {
            writer.WriteStartArray();
            writer.WriteEndArray();
        }
        else
        {
            TickJson.Write(writer, Effects);
        }

        writer.WriteEndObject();
    }
}
