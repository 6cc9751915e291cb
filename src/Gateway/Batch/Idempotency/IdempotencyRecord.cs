namespace SageServe.Gateway;

/// <summary>What an idempotency key was first used for.</summary>
/// <param name="Digest">Of the body.</param>
/// <param name="BatchId">The batch that it made, or was about to make.</param>
/// <param name="At">Unix seconds.</param>
internal sealed record IdempotencyRecord(string Digest, string BatchId, long At);
