using System.Text.Json.Serialization;

namespace SageServe.Planning;

/// <param name="Kind">What to do.</param>
/// <param name="Pool">Where; of a <see cref="ScaleActionKind.Stop"/> of units the first member of their group.</param>
/// <param name="Count">How many replicas or units, at least one.</param>
/// <param name="Reason">Short code in kebab case: a metric label.</param>
/// <param name="Detail">A sentence for people.</param>
public sealed record ScaleAction(ScaleActionKind Kind, PoolId Pool, int Count, string Reason, string Detail)
{
    /// <summary>The co-resident group on whose units it happens; null elsewhere.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Group { get; init; }

    /// <summary>Of a <see cref="ScaleActionKind.SwapModel"/>: the pool whose replicas give way; null elsewhere.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public PoolId? From { get; init; }

    /// <summary>What a <see cref="ScaleActionKind.SwapModel"/> is to the pool that gives way; null elsewhere.</summary>
    [JsonIgnore]
    public ScaleAction? Yields => From is { } from ? this with { Kind = Group is null ? ScaleActionKind.Stop : ScaleActionKind.Sleep, Pool = from, From = null } : null;

    /// <summary>True for units that are released: the pool only names their place.</summary>
    [JsonIgnore]
    public bool IsOfUnits => Kind == ScaleActionKind.Stop && Group is not null;
}
