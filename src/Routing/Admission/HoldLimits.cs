namespace SageServe.Routing;

/// <summary>What may wait at once (DESIGN 5.5): requests of the model, requests and prompt tokens of a tier, and one tenant's share of those.</summary>
internal sealed class HoldLimits(FlowScope scope, HoldQueue queue, TenantShares shares)
{
    /// <summary>Why one more may not wait; null when it may. A single request may always wait, however long.</summary>
    public ReasonCode? Refusal(FlowEntry entry)
    {
        var level = scope.Catalog.Level(entry.Request.Tier);
        var (held, tokens) = (queue.ByTier[(int)level.Tier], queue.TokensByTier[(int)level.Tier]);
        var account = shares.Open(entry);
        return queue.Count >= scope.Options.MaxHeld ? ReasonCode.QueueFull
            : held >= level.MaxHeld ? ReasonCode.TierQueueFull
            : held > 0 && tokens + entry.Request.PromptTokens > level.MaxHeldPromptTokens ? ReasonCode.TierTokensFull
            : account.Held > 0 && IsBeyondShare(account, level, entry.Request.PromptTokens) ? ReasonCode.TenantShareFull
            : null;
    }

    private bool IsBeyondShare(TenantAccount account, ServiceLevel level, int promptTokens) =>
        level.TenantHeldShare is { } share
        && (account.Held >= share * Math.Min(level.MaxHeld ?? int.MaxValue, scope.Options.MaxHeld)
            || account.HeldPromptTokens + promptTokens > share * level.MaxHeldPromptTokens);
}
