namespace SageServe.Gateway;

/// <summary>What a gateway tells the shared bucket of one limit.</summary>
/// <param name="Limit">The limit; 0 where there is none.</param>
/// <param name="Spent">Used beyond its slices; negative gives back.</param>
/// <param name="Wanted">Size of the next slice.</param>
internal readonly record struct AllowanceReport(long Limit, long Spent, long Wanted);
