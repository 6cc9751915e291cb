using System.Text.Json;
using SageServe.Hosting;
using SageServe.Routing;

namespace SageServe.Gateway;

/// <summary>A record of releases as a line of the decision log.</summary>
internal sealed class ReleaseEntry(string key, int segment, long sequence, ReleaseRecord record) : IDecisionEntry
{
    public void WriteTo(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("room"u8, ReleaseRecord.Room);
        writer.WriteString("key"u8, key);
        writer.WriteNumber("segment"u8, segment);
        writer.WriteNumber("sequence"u8, sequence);
        writer.WritePropertyName("input"u8);
        ReleaseJson.WriteFacts(writer, record);
        writer.WritePropertyName("effects"u8);
        ReleaseJson.WriteGrants(writer, record);
        writer.WriteEndObject();
    }
}
