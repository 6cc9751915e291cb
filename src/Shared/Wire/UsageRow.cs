namespace SageServe.Shared;

/// <summary>What one tenant used of one model in one tier on one day.</summary>
/// <param name="Day">UTC, for example <c>2026-11-22</c>.</param>
/// <param name="Tenant">Who pays.</param>
/// <param name="Key">The key's id; null where usage is not asked for by key.</param>
/// <param name="Model">The model.</param>
/// <param name="Tier">The tier that was used.</param>
/// <param name="Requests">Requests that ended and count.</param>
/// <param name="PromptTokens">Prompt tokens.</param>
/// <param name="OutputTokens">Output tokens.</param>
/// <param name="GpuSeconds">GPU time that they are reckoned to have taken, by the catalog's profiles.</param>
/// <param name="Usd">Their price.</param>
public sealed record UsageRow(
    string Day, string Tenant, string? Key, string Model, ServiceTier Tier, long Requests, long PromptTokens, long OutputTokens, double GpuSeconds, decimal Usd);
