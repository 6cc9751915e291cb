using System.Text.Json;

namespace SageServe.Routing;

/// <summary>A fleet snapshot in JSON: its parts out, the builder in, so that its invariants are checked again.</summary>
internal static class FleetJson
{
    public static void Write(Utf8JsonWriter writer, FleetSnapshot fleet)
    {
        writer.WriteStartObject();
        writer.WriteString("home"u8, fleet.Home.Value);
        writer.WriteString("takenAt"u8, fleet.TakenAt.ToString());
        writer.WriteNumber("version"u8, fleet.Version);
        writer.WriteStartArray("instances"u8);
        foreach (var deployment in fleet.Deployments)
        {
            foreach (var instance in deployment.Instances)
            {
                JsonSerializer.Serialize(writer, instance, SharedJson.Default.InstanceSnapshot);
            }
        }

        writer.WriteEndArray();
        writer.WriteStartArray("others"u8);
        foreach (var other in fleet.Others)
        {
            JsonSerializer.Serialize(writer, other, SharedJson.Default.RegionSummary);
        }

        writer.WriteEndArray();
        if (fleet.Advice is { } advice)
        {
            writer.WritePropertyName("advice"u8);
            JsonSerializer.Serialize(writer, advice, SharedJson.Default.PlanAdvice);
        }

        if (fleet.Gateways is { } gateways)
        {
            writer.WritePropertyName("gateways"u8);
            JsonSerializer.Serialize(writer, gateways, SharedJson.Default.GatewayCount);
        }

        writer.WriteEndObject();
    }

    public static FleetSnapshot Read(JsonElement json)
    {
        var builder = new FleetSnapshotBuilder(new RegionId(json.GetProperty("home"u8).GetString()!));
        foreach (var instance in json.GetProperty("instances"u8).EnumerateArray())
        {
            builder.Add(instance.Deserialize(SharedJson.Default.InstanceSnapshot)!);
        }

        foreach (var other in json.GetProperty("others"u8).EnumerateArray())
        {
            builder.Add(other.Deserialize(SharedJson.Default.RegionSummary)!);
        }

        var advice = json.TryGetProperty("advice"u8, out var given) ? given.Deserialize(SharedJson.Default.PlanAdvice) : null;
        var takenAt = Instant.From(json.GetProperty("takenAt"u8).GetDateTimeOffset());
        var gateways = json.TryGetProperty("gateways"u8, out var told) ? told.Deserialize(SharedJson.Default.GatewayCount) : null;
        return builder.With(advice).With(gateways).Build(takenAt, json.GetProperty("version"u8).GetInt64());
    }
}
