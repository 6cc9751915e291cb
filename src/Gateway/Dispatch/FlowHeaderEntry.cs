using System.Text.Json;
using SageServe.Hosting;
using SageServe.Routing;

namespace SageServe.Gateway;

/// <summary>The first line of a flow's record: what it was made with.</summary>
internal sealed class FlowHeaderEntry(FlowHeader header) : IDecisionEntry
{
    public const string Room = "routing";

    public void WriteTo(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        WriteIdentity(writer, header.Model.Value, 1, 0);
        writer.WritePropertyName("input"u8);
        FlowJson.Write(writer, header);
        writer.WriteStartArray("effects"u8);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    public static void WriteIdentity(Utf8JsonWriter writer, string key, int segment, long sequence)
    {
        writer.WriteString("room"u8, Room);
        writer.WriteString("key"u8, key);
        writer.WriteNumber("segment"u8, segment);
        writer.WriteNumber("sequence"u8, sequence);
    }
}
