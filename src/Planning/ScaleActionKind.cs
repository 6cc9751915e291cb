using System.Text.Json.Serialization;

namespace SageServe.Planning;

[JsonConverter(typeof(JsonStringEnumConverter<ScaleActionKind>))]
public enum ScaleActionKind
{
    /// <summary>A new replica. In a co-resident group: a new unit, on which the pool's engine is awake at the end.</summary>
    Start,

    /// <summary>Drain, then release. Which replica is the actuator's choice. In a co-resident group (<see cref="ScaleAction.Group"/>): release units that sleep.</summary>
    Stop,

    /// <summary>In a co-resident group: drain, then put to sleep; the unit stays. What still wakes or loads goes first.</summary>
    Sleep,

    /// <summary>In a co-resident group: wake the pool's engine on a unit that sleeps.</summary>
    Wake,

    /// <summary>
    /// Replicas of <see cref="ScaleAction.From"/> drain and stop, and as many of the pool start on their GPUs at once. In a co-resident group: on a unit of
    /// <see cref="ScaleAction.From"/>, drain, put to sleep, then wake the pool's engine.
    /// </summary>
    SwapModel,
}
