using System.Text.Json;

namespace SageServe.Routing;

/// <summary>
/// How inputs, effects and the opening of a flow stand in the decision log. What is written reads back equal; effects are only
/// written, because a replay makes them anew and compares the text.
/// </summary>
public static class FlowJson
{
    /// <summary>Value of <c>kind</c> in a header record.</summary>
    public const string OpenKind = "Open";

    public static void Write(Utf8JsonWriter writer, FlowHeader header)
    {
        writer.WriteStartObject();
        writer.WriteString("kind"u8, OpenKind);
        writer.WriteString("model"u8, header.Model.Value);
        writer.WriteString("home"u8, header.Home.Value);
        writer.WritePropertyName("options"u8);
        JsonSerializer.Serialize(writer, header.Options, RoutingJson.Default.ModelFlowOptions);
        writer.WriteEndObject();
    }

    public static bool IsHeader(JsonElement input) => input.GetProperty("kind"u8).ValueEquals(OpenKind);

    public static FlowHeader ReadHeader(JsonElement input) => new(
        new ModelId(input.GetProperty("model"u8).GetString()!),
        new RegionId(input.GetProperty("home"u8).GetString()!),
        input.GetProperty("options"u8).Deserialize(RoutingJson.Default.ModelFlowOptions)!);

    public static void Write(Utf8JsonWriter writer, in FlowInput input)
    {
        writer.WriteStartObject();
        writer.WriteString("kind"u8, FlowNames.Of(input.Kind));
        writer.WriteString("now"u8, input.Now.ToString());
        writer.WriteNumber("sequence"u8, input.Sequence);
        writer.WriteNumber("draw"u8, input.Draw);
        WriteFacts(writer, input);
        writer.WriteEndObject();
    }

    public static FlowInput ReadInput(JsonElement json) => new()
    {
        Kind = Enum.Parse<FlowInputKind>(json.GetProperty("kind"u8).GetString()!),
        Now = Instant.From(json.GetProperty("now"u8).GetDateTimeOffset()),
        Sequence = json.GetProperty("sequence"u8).GetInt64(),
        Draw = json.GetProperty("draw"u8).GetUInt64(),
        Request = json.TryGetProperty("request"u8, out var request) ? request.Deserialize(SharedJson.Default.InferenceRequest) : null,
        RequestId = json.TryGetProperty("requestId"u8, out var id) ? new RequestId(id.GetString()!) : default,
        Outcome = json.TryGetProperty("outcome"u8, out var outcome) ? Enum.Parse<AttemptOutcome>(outcome.GetString()!) : default,
        OutputTokens = json.TryGetProperty("outputTokens"u8, out var tokens) ? tokens.GetInt32() : 0,
        RetryAfter = json.TryGetProperty("retryAfter"u8, out var rest) ? TimeSpan.FromTicks(rest.GetInt64()) : TimeSpan.Zero,
        Progress = json.TryGetProperty("progress"u8, out var progress) ? ReadProgress(progress) : null,
        Siblings = json.TryGetProperty("siblings"u8, out var siblings) ? ReadSiblings(siblings) : null,
        Fleet = json.TryGetProperty("fleet"u8, out var fleet) ? FleetJson.Read(fleet) : null,
        Options = json.TryGetProperty("options"u8, out var options) ? options.Deserialize(RoutingJson.Default.ModelFlowOptions) : null,
        Catalog = json.TryGetProperty("catalog"u8, out var catalog) ? new ServingCatalog(catalog.Deserialize(SharedJson.Default.CatalogDocument)!) : null,
        Offered = json.TryGetProperty("offered"u8, out var offered) ? ReadOffered(offered) : null,
    };

    public static void Write(Utf8JsonWriter writer, FlowEffectBuffer effects)
    {
        writer.WriteStartArray();
        for (var i = 0; i < effects.Count; i++)
        {
            EffectJson.Write(writer, effects[i]);
        }

        writer.WriteEndArray();
    }

    private static void WriteFacts(Utf8JsonWriter writer, in FlowInput input)
    {
        if (input.Request is { } request)
        {
            writer.WritePropertyName("request"u8);
            JsonSerializer.Serialize(writer, request, SharedJson.Default.InferenceRequest);
        }

        if (!input.RequestId.IsNone)
        {
            writer.WriteString("requestId"u8, input.RequestId.Value);
            writer.WriteString("outcome"u8, FlowNames.Of(input.Outcome));
            writer.WriteNumber("outputTokens"u8, input.OutputTokens);
            if (input.RetryAfter > TimeSpan.Zero)
            {
                writer.WriteNumber("retryAfter"u8, input.RetryAfter.Ticks);
            }
        }

        if (input.Progress is { } progress)
        {
            WriteProgress(writer, progress);
        }

        if (input.Siblings is { } siblings)
        {
            WriteSiblings(writer, siblings);
        }

        if (input.Fleet is { } fleet)
        {
            writer.WritePropertyName("fleet"u8);
            FleetJson.Write(writer, fleet);
        }

        if (input.Options is { } options)
        {
            writer.WritePropertyName("options"u8);
            JsonSerializer.Serialize(writer, options, RoutingJson.Default.ModelFlowOptions);
        }

        if (input.Catalog is { } catalog)
        {
            writer.WritePropertyName("catalog"u8);
            JsonSerializer.Serialize(writer, catalog.Document, SharedJson.Default.CatalogDocument);
        }

        if (input.Offered is { } offered)
        {
            writer.WriteStartArray("offered"u8);
            foreach (var item in offered)
            {
                JsonSerializer.Serialize(writer, item, SharedJson.Default.InferenceRequest);
            }

            writer.WriteEndArray();
        }
    }

    private static void WriteProgress(Utf8JsonWriter writer, IReadOnlyList<RequestProgress> progress)
    {
        writer.WriteStartObject("progress"u8);
        foreach (var item in progress)
        {
            writer.WriteNumber(item.RequestId.Value, item.OutputTokens);
        }

        writer.WriteEndObject();
    }

    private static void WriteSiblings(Utf8JsonWriter writer, IReadOnlyList<SiblingWork> siblings)
    {
        writer.WriteStartObject("siblings"u8);
        foreach (var item in siblings)
        {
            writer.WriteNumber(item.Instance.Value, item.PromptTokens);
        }

        writer.WriteEndObject();
    }

    private static List<SiblingWork> ReadSiblings(JsonElement json) =>
        [.. json.EnumerateObject().Select(item => new SiblingWork(new InstanceId(item.Name), item.Value.GetInt64()))];

    private static List<RequestProgress> ReadProgress(JsonElement json) =>
        [.. json.EnumerateObject().Select(item => new RequestProgress(new RequestId(item.Name), item.Value.GetInt32()))];

    private static List<InferenceRequest> ReadOffered(JsonElement json) =>
        [.. json.EnumerateArray().Select(item => item.Deserialize(SharedJson.Default.InferenceRequest)!)];
}
