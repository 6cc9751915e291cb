using System.Text.Json;

namespace SageServe.Routing;

/// <summary>The JSON of a <see cref="ReleaseRecord"/>: the facts as its input, what was let go as its effects; what is not known is left out.</summary>
public static class ReleaseJson
{
    /// <summary>Writes the facts.</summary>
    public static void WriteFacts(Utf8JsonWriter writer, ReleaseRecord record)
    {
        var facts = record.Facts;
        writer.WriteStartObject();
        writer.WriteString("kind"u8, "Release"u8);
        writer.WriteString("now"u8, record.Now.ToString());
        writer.WriteString("lane"u8, record.Lane);
        writer.WriteString("rule"u8, record.Rule);
        writer.WriteNumber("groups"u8, record.Groups);
        writer.WriteNumber("waiting"u8, record.Waiting);
        writer.WriteNumber("leased"u8, record.Leased);
        writer.WriteNumber("workSeconds"u8, Math.Round(record.WorkSeconds, 3));
        if (record.EarliestDeadline is { } deadline)
        {
            writer.WriteString("earliestDeadline"u8, deadline.ToString());
        }

        writer.WriteNumber("kvUtilization"u8, Math.Round(facts.KvUtilization.Value, 4));
        writer.WriteNumber("pressure"u8, Math.Round(facts.Pressure.Value, 4));
        writer.WriteNumber("readyReplicas"u8, facts.ReadyReplicas);
        writer.WriteBoolean("readyElsewhere"u8, facts.ReadyElsewhere);
        writer.WriteNumber("room"u8, facts.Room);
        WriteKnown(writer, facts);
        writer.WriteEndObject();
    }

    /// <summary>Writes what was let go, and why.</summary>
    public static void WriteGrants(Utf8JsonWriter writer, ReleaseRecord record)
    {
        writer.WriteStartObject();
        writer.WriteString("reason"u8, record.Reason.Name());
        writer.WriteNumber("decisions"u8, record.Decisions);
        writer.WriteNumber("count"u8, record.Count);
        writer.WriteNumber("urgent"u8, record.Urgent);
        writer.WriteStartArray("grants"u8);
        foreach (var grant in record.Grants)
        {
            writer.WriteStartObject();
            writer.WriteString("group"u8, grant.Group);
            writer.WriteNumber("count"u8, grant.Count);
            writer.WriteBoolean("urgent"u8, grant.Urgent);
            writer.WriteString("reason"u8, grant.Reason.Name());
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteKnown(Utf8JsonWriter writer, in ReleaseFacts facts)
    {
        if (facts.Open is { } open)
        {
            writer.WriteNumber("open"u8, open);
        }

        if (facts.Slots > 0)
        {
            writer.WriteNumber("slots"u8, facts.Slots);
        }

        if (facts.Headroom is { IdleReplicas.IsDefaultOrEmpty: false } headroom)
        {
            writer.WriteNumber("idleReplicas"u8, Math.Round(headroom.At(facts.Now), 3));
            if (headroom.DeeperFrom(facts.Now) is { } deeper)
            {
                writer.WriteString("deeperFrom"u8, deeper.ToString());
            }
        }

        if (facts.Interactive is { } interactive)
        {
            writer.WriteNumber("interactiveSamples"u8, interactive.Samples);
            writer.WriteNumber("ttftOverTarget"u8, Math.Round(interactive.TtftOverTarget, 4));
        }
    }
}
