using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace SageServe.Simulator;

/// <summary>How scenario documents are bound: kebab-case names, unknown names refused, durations with units.</summary>
internal static class ScenarioJson
{
    public static readonly JsonSerializerOptions Options = Make();

    public static JsonTypeInfo Of<T>() => Options.GetTypeInfo(typeof(T));

    private static JsonSerializerOptions Make()
    {
        var options = new JsonSerializerOptions
        {
            PropertyNamingPolicy = JsonNamingPolicy.KebabCaseLower,
            UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            RespectNullableAnnotations = true,
            RespectRequiredConstructorParameters = true,
            TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
            Converters = { new DurationConverter(), new InstantTextConverter(), new PoolTextConverter(), new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
        };
        options.MakeReadOnly();
        return options;
    }
}
