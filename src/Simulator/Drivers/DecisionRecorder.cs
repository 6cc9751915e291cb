using System.Text.Json;

namespace SageServe.Simulator;

/// <summary>Writes decision records as the live shells do: one JSON object a line, a header first for each key.</summary>
internal sealed class DecisionRecorder(Stream? stream)
{
    public const string Routing = "routing";
    public const string Planning = "planning";

    public bool Enabled => stream is not null;

    public void Write(string room, string key, long sequence, Action<Utf8JsonWriter> input, Action<Utf8JsonWriter>? effects)
    {
        if (stream is null)
        {
            return;
        }

        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            writer.WriteString("room"u8, room);
            writer.WriteString("key"u8, key);
            writer.WriteNumber("segment"u8, 1);
            writer.WriteNumber("sequence"u8, sequence);
            writer.WritePropertyName("input"u8);
            input(writer);
            writer.WritePropertyName("effects"u8);
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

        stream.WriteByte((byte)'\n');
    }
}
