using System.Text.Json.Serialization;

namespace SageServe.Planning;

[JsonConverter(typeof(JsonStringEnumConverter<ScaleActionKind>))]
public enum ScaleActionKind
{
    Start,

    /// <summary>Drain, then release. Which replica is the actuator's choice.</summary>
    Stop,
}
