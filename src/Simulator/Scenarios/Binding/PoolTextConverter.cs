using System.Text.Json;
using System.Text.Json.Serialization;

namespace SageServe.Simulator;

/// <summary>A pool as one word: <c>model@region/accelerator</c>, and where they differ from the usual <c>/Spot</c> and <c>/revision</c>.</summary>
internal sealed class PoolTextConverter : JsonConverter<PoolId>
{
    public override PoolId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var text = reader.GetString()!;
        var parts = text.Split('/');
        var deployment = parts[0].Split('@');
        if (parts.Length is < 2 or > 4 || deployment.Length != 2 || parts.Concat(deployment).Any(string.IsNullOrWhiteSpace))
        {
            throw new JsonException($"'{text}' is no pool; write model@region/accelerator, model@region/accelerator/Spot or model@region/accelerator/OnDemand/revision");
        }

        var capacity = parts.Length < 3 ? CapacityType.OnDemand
            : Enum.TryParse<CapacityType>(parts[2], out var type) ? type
            : throw new JsonException($"'{parts[2]}' in '{text}' is no kind of capacity; use OnDemand or Spot");
        return new PoolId(
            new DeploymentId(new ModelId(deployment[0]), new RegionId(deployment[1])),
            new AcceleratorId(parts[1]),
            capacity,
            parts.Length == 4 ? parts[3] : PoolId.DefaultRevision);
    }

    public override void Write(Utf8JsonWriter writer, PoolId value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}
