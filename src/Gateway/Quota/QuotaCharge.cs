namespace SageServe.Gateway;

/// <summary>What one request takes of its key's limits.</summary>
/// <param name="Requests">1; 0 when it is given back, and of patient work, which takes no place of the concurrent ones either.</param>
/// <param name="Tokens">Prompt and output.</param>
/// <param name="MicroUsd">Millionths of a dollar.</param>
internal readonly record struct QuotaCharge(long Requests, long Tokens, long MicroUsd);
