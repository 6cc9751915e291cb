using System.Text.Json.Serialization;

namespace SageServe.Planning;

/// <summary>What became of one action of the tick before.</summary>
/// <param name="Pool">Where.</param>
/// <param name="Kind">What was asked.</param>
/// <param name="Moved">Replicas that moved, or that would have in a dry run.</param>
/// <param name="Fate">What became of it.</param>
public sealed record MoveOutcome(PoolId Pool, ScaleActionKind Kind, int Moved, MoveFate Fate)
{
    /// <summary>Of a swap: who gives way; null elsewhere.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public PoolId? From { get; init; }
}
