namespace SageServe.Routing;

/// <summary>What happens to a request when it comes: placed at once, held, refused, or (deferred work) given back.</summary>
internal sealed class AdmissionRule(FlowParts parts)
{
    private readonly int _longestPrompt = LongestPrompt(parts.Scope);

    /// <returns>True when the request is to wait for a place.</returns>
    public bool Arrived(FlowEntry entry, bool shuttingDown, Instant now, ref DrawSequence draws, FlowEffectBuffer effects)
    {
        if (RefusedAtOnce(entry, shuttingDown, effects))
        {
            return false;
        }

        parts.Mix.Observe(entry.Request);
        if (TryPlace(entry, ReasonSet.None, now, ref draws, effects))
        {
            return false;
        }

        if (entry.Request.Relayed)
        {
            // The gateway where it entered has the better view of what to do next, and its hold limit runs.
            parts.Endings.Refuse(entry, parts.Placement.WhyNot(entry, now).With(ReasonCode.RelayedOnce), now, effects);
            return false;
        }

        if ((parts.WaitingRoom.Refusal(entry, now) ?? parts.Limits.Refusal(entry)) is { } reason)
        {
            parts.Endings.Refuse(entry, parts.Placement.WhyNot(entry, now).With(reason), now, effects);
            return false;
        }

        return true;
    }

    /// <summary>Deferred work has waited already: it is placed now or goes back.</summary>
    public void Offered(FlowEntry entry, bool shuttingDown, Instant now, ref DrawSequence draws, FlowEffectBuffer effects)
    {
        if (RefusedAtOnce(entry, shuttingDown, effects))
        {
            return;
        }

        parts.Mix.Observe(entry.Request);
        var why = ReasonSet.Of(ReasonCode.ReleasedFromQueue);
        if (!TryPlace(entry, why, now, ref draws, effects))
        {
            parts.Endings.Evict(entry, parts.Placement.WhyNot(entry, now).With(ReasonCode.NoRoom), effects);
        }
    }

    private bool RefusedAtOnce(FlowEntry entry, bool shuttingDown, FlowEffectBuffer effects)
    {
        if (shuttingDown)
        {
            parts.Endings.ShutDown(entry, effects);
            return true;
        }

        if (entry.Request.PromptTokens > _longestPrompt)
        {
            parts.Endings.Reject(entry, 400, RequestOutcome.Invalid, ReasonSet.Of(ReasonCode.ContextTooLong), TimeSpan.Zero, effects);
            return true;
        }

        return false;
    }

    /// <summary>At once, when it does not overtake anybody.</summary>
    private bool TryPlace(FlowEntry entry, ReasonSet why, Instant now, ref DrawSequence draws, FlowEffectBuffer effects)
    {
        if (!parts.Hold.WouldBeNext(entry) || parts.Placement.TryPlace(entry, why, now, ref draws, effects) != PlacementResult.Placed)
        {
            return false;
        }

        parts.Hold.CountTurn(entry);
        return true;
    }

    /// <summary>The prompt and at least one output token must fit the context, and the KV cache of the largest kind of replica.</summary>
    private static int LongestPrompt(FlowScope scope)
    {
        var profiles = scope.Catalog.Document.Profiles.Where(p => p.Model == scope.Model).ToList();
        var kv = profiles.Count > 0 ? profiles.Max(p => p.KvCapacityTokens) : long.MaxValue;
        return (int)Math.Min(scope.Catalog.Model(scope.Model).MaxContextTokens, kv) - 1;
    }
}
