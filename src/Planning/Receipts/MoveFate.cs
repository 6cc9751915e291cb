using System.Text.Json.Serialization;

namespace SageServe.Planning;

/// <summary>What became of a move that was decided.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<MoveFate>))]
public enum MoveFate
{
    /// <summary>Replicas started, or began to leave.</summary>
    CarriedOut,

    /// <summary>A dry run: told, and nothing was touched.</summary>
    Advised,

    /// <summary>Asked for and refused or failed.</summary>
    Failed,
}
