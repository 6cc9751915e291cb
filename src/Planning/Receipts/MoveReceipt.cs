using System.Text.Json.Serialization;

namespace SageServe.Planning;

/// <summary>One move, what it was decided for, what it cost, and, once its time is over, what came and whether it was worth it. Times are envelope times.</summary>
public sealed record MoveReceipt
{
    /// <summary>Unique over restarts of one installation.</summary>
    public required string Id { get; init; }

    public required Instant At { get; init; }

    public required PoolId Pool { get; init; }

    /// <summary>The co-resident group whose units were loaded or released: replicas are units then, and demand is all members', in engines in full use. Null for replicas of a pool.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Group { get; init; }

    public required ScaleActionKind Kind { get; init; }

    /// <summary>The other pool of a swap: it gives way to this start, or gets the GPUs of this stop. Null for other moves.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public PoolId? SwapWith { get; init; }

    /// <summary>Replicas that moved, or that advice would have moved (the most that one tick advised).</summary>
    public required int Count { get; init; }

    /// <summary>Short code of the strategy or guardrail.</summary>
    public required string Reason { get; init; }

    /// <summary>A sentence for people.</summary>
    public required string Detail { get; init; }

    public required string Strategy { get; init; }

    public required MoveFate Fate { get; init; }

    /// <summary>Ticks that gave the same advice; 1 for what was carried out.</summary>
    public int Repeats { get; init; } = 1;

    /// <summary>The last of these ticks.</summary>
    public required Instant LastAt { get; init; }

    /// <summary>Version of the plan that was followed; null where the strategy had none.</summary>
    public long? PlanVersion { get; init; }

    /// <summary>Replicas of the pool, ready and starting, before it.</summary>
    public required int Before { get; init; }

    /// <summary>When a start should serve: a cold start after it; a stop counts from itself.</summary>
    public required Instant ServesAt { get; init; }

    /// <summary>End of what it was decided for.</summary>
    public required Instant Until { get; init; }

    /// <summary>Whose demand the forecast and the demand that came are of, joined by +; replicas and shortage count all interactive tiers of the pool.</summary>
    public required string Tiers { get; init; }

    /// <summary>USD an hour of one replica; 0 where engines change on GPUs that are paid for anyway: in a co-resident group, or from pool to pool.</summary>
    public required double UsdPerHour { get; init; }

    /// <summary>GPUs of one replica; 0 likewise.</summary>
    public required int Gpus { get; init; }

    /// <summary>Null where the strategy expects nothing.</summary>
    public ReceiptForecast? Predicted { get; init; }

    /// <summary>Null while it is open.</summary>
    public ReceiptActual? Actual { get; init; }

    /// <summary>One of <see cref="ReceiptVerdicts"/>; null while it is open.</summary>
    public string? Verdict { get; init; }

    /// <summary>Why that verdict, for people; null while it is open.</summary>
    public string? Sentence { get; init; }

    /// <summary>GPU-hours of the decision: from the move to the end of what it was decided for, cold start included.</summary>
    public double DecidedGpuHours => Count * Gpus * (Until - At).TotalHours;

    /// <summary>Price of these: spent by a start, saved by a stop.</summary>
    public double DecidedUsd => Count * UsdPerHour * (Until - At).TotalHours;
}
