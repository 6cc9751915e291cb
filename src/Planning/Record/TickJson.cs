using System.Text.Json;

namespace SageServe.Planning;

/// <summary>
/// Planning's own JSON in the decision log: options once per segment, then the tick with its facts and what was answered.
/// What is read back equals what was written, to the last bit of every number.
/// </summary>
public static class TickJson
{
    private const string OpenKind = "Open";
    private const string TickKind = "Tick";
    private const string ChangeKind = "OptionsChanged";

    /// <summary>The first record of a segment: <c>{"kind":"Open","options":{...}}</c>.</summary>
    public static void WriteHeader(Utf8JsonWriter writer, PlanningOptions options)
    {
        writer.WriteStartObject();
        writer.WriteString("kind", OpenKind);
        writer.WritePropertyName("options");
        JsonSerializer.Serialize(writer, options, PlanningJson.Default.PlanningOptions);
        writer.WriteEndObject();
    }

    /// <summary>Other options or another catalog: <c>{"kind":"OptionsChanged","now":...,"options":{...},"catalog":{...}}</c>; a catalog that is null stays.</summary>
    public static void WriteChange(Utf8JsonWriter writer, Instant now, PlanningOptions options, CatalogDocument? catalog)
    {
        writer.WriteStartObject();
        writer.WriteString("kind", ChangeKind);
        writer.WritePropertyName("now");
        JsonSerializer.Serialize(writer, now, SharedJson.Default.Instant);
        writer.WritePropertyName("options");
        JsonSerializer.Serialize(writer, options, PlanningJson.Default.PlanningOptions);
        writer.WritePropertyName("catalog");
        JsonSerializer.Serialize(writer, catalog!, SharedJson.Default.CatalogDocument);
        writer.WriteEndObject();
    }

    /// <summary>True for a record written by <see cref="WriteChange"/>.</summary>
    public static bool IsChange(JsonElement input) => IsOf(input, ChangeKind);

    public static (Instant Now, PlanningOptions Options, CatalogDocument? Catalog) ReadChange(JsonElement input) =>
        (input.GetProperty("now").Deserialize(SharedJson.Default.Instant), ReadHeader(input), input.GetProperty("catalog").Deserialize(SharedJson.Default.CatalogDocument));

    /// <summary>An input: <c>{"kind":"Tick","tick":{...},"facts":{...}}</c>.</summary>
    public static void Write(Utf8JsonWriter writer, ScheduledTick tick, TickInput input)
    {
        writer.WriteStartObject();
        writer.WriteString("kind", TickKind);
        writer.WritePropertyName("tick");
        JsonSerializer.Serialize(writer, tick, PlanningJson.Default.ScheduledTick);
        writer.WritePropertyName("facts");
        JsonSerializer.Serialize(writer, input, PlanningJson.Default.TickInput);
        writer.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter writer, PlanningEffects effects) =>
        JsonSerializer.Serialize(writer, effects, PlanningJson.Default.PlanningEffects);

    /// <summary>True for a record written by <see cref="WriteHeader"/>.</summary>
    public static bool IsHeader(JsonElement input) => IsOf(input, OpenKind);

    public static PlanningOptions ReadHeader(JsonElement input) =>
        input.GetProperty("options").Deserialize(PlanningJson.Default.PlanningOptions) ?? throw new JsonException("The options are null.");

    public static (ScheduledTick Tick, TickInput Input) ReadInput(JsonElement input) =>
        (input.GetProperty("tick").Deserialize(PlanningJson.Default.ScheduledTick) ?? throw new JsonException("The tick is null."),
        input.GetProperty("facts").Deserialize(PlanningJson.Default.TickInput) ?? throw new JsonException("The facts are null."));

    private static bool IsOf(JsonElement input, string kind) =>
        input.ValueKind == JsonValueKind.Object && input.TryGetProperty("kind", out var told) && told.ValueEquals(kind);

    public static PlanningEffects ReadEffects(JsonElement effects) =>
        effects.Deserialize(PlanningJson.Default.PlanningEffects) ?? throw new JsonException("The effects are null.");
}
