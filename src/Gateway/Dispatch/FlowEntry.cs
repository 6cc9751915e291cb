using System.Text.Json;
using SageServe.Hosting;
using SageServe.Routing;

namespace SageServe.Gateway;

/// <summary>One input of a flow and its effects, as a line of the decision log. Written later, on the log's own thread.</summary>
internal sealed class FlowEntry(string key, int segment, FlowInput input, FlowEffectBuffer effects) : IDecisionEntry
{
    public void WriteTo(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        FlowHeaderEntry.WriteIdentity(writer, key, segment, input.Sequence);
        writer.WritePropertyName("input"u8);
        FlowJson.Write(writer, input);
        writer.WritePropertyName("effects"u8);
        FlowJson.Write(writer, effects);
        writer.WriteEndObject();
    }
}
