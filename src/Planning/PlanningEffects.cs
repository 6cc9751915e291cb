using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace SageServe.Planning;

/// <summary>What a tick decided. Actions stand in the order in which they are to be applied: stops before starts.</summary>
public sealed record PlanningEffects
{
    public required ImmutableArray<ScaleAction> Actions { get; init; }

    public required ScheduledTick NextTick { get; init; }

    /// <summary>The new plan of a plan tick; null on a pace tick.</summary>
    public PlanDocument? Plan { get; init; }

    /// <summary>What to keep over a restart, whole, when this tick changed it; null otherwise.</summary>
    public ForecastState? Forecasts { get; init; }

    /// <summary>Receipts of earlier moves whose time is over; null where none closed at this tick.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ImmutableArray<MoveReceipt>? Receipts { get; init; }

    public required TickDiagnostics Diagnostics { get; init; }
}
