namespace SageServe.Shared;

/// <summary>What an operator's change of the queue did.</summary>
/// <param name="Done">A short sentence.</param>
/// <param name="Batch">The batch that was changed or made; null when none was.</param>
/// <param name="Lines">Lines that it concerns; null where that is not counted.</param>
public sealed record QueueAction(string Done, string? Batch = null, int? Lines = null);
