using System.Collections.Immutable;

namespace SageServe.Gateway;

/// <summary>
/// When a batch will be done: what a batch's object carries as <c>sageserve</c>, beside OpenAI's fields. Times are Unix seconds.
/// </summary>
internal sealed record BatchPromise
{
    /// <summary>Done by <c>expires_at</c> with a chance of nine in ten or more.</summary>
    public required bool Feasible { get; init; }

    /// <summary>Chance of being done by <c>expires_at</c>, 0 to 1.</summary>
    public required double OnTimeProbability { get; init; }

    /// <summary>As likely done before as after; null: later than can be foreseen (two days).</summary>
    public required long? EtaP50 { get; init; }

    /// <summary>Done by then nine times in ten; null: later than can be foreseen.</summary>
    public required long? EtaP90 { get; init; }

    /// <summary>Of the windows that can be kept the one that costs least; null when none can.</summary>
    public required string? CheapestFeasibleWindow { get; init; }

    /// <summary>Every window, the shortest first, counted from the batch's creation.</summary>
    public required ImmutableArray<WindowPromise> Windows { get; init; }

    /// <summary><c>lines</c>: from every line that is left; <c>sample</c>: from the beginning of the file, until it has been checked.</summary>
    public required string EstimatedFrom { get; init; }

    /// <summary>What room is reckoned by: <c>plan</c> (the scaler's forecast), <c>history</c> (this hour of an earlier day), <c>present</c>; <c>none</c> while nothing is known.</summary>
    public required string HeadroomFrom { get; init; }

    public required long ComputedAt { get; init; }
}
