using System.Text.Json;

namespace SageServe.Simulator;

/// <summary>A fresh pure room that is fed recorded inputs.</summary>
internal interface IReplayRoom
{
    /// <summary>Feeds one input and writes what the room answers.</summary>
    void Apply(JsonElement input, Utf8JsonWriter effects);
}
