namespace SageServe.Shared;

/// <summary>
/// What a tier is promised. Interactive tiers have a TTFT target and a TBT target, patient work a completion window.
/// </summary>
/// <param name="Tier">The tier.</param>
/// <param name="TtftTarget">Fixed part of the TTFT target; null for patient work.</param>
/// <param name="TbtTarget">Mean time between tokens; with the TTFT target it bounds calls that do not stream.</param>
/// <param name="CompletionWindow">From acceptance to the last token; null for interactive tiers.</param>
/// <param name="PrefillFactor">TTFT target is at least this many times the unloaded prefill time of the prompt (DESIGN 5.11).</param>
/// <param name="HoldLimit">Longest wait at the gateway before a clear refusal.</param>
/// <param name="AttainmentTarget">Share of requests that must meet their target.</param>
public sealed record ServiceLevel(
    ServiceTier Tier,
    TimeSpan? TtftTarget,
    TimeSpan TbtTarget,
    TimeSpan? CompletionWindow,
    double PrefillFactor,
    TimeSpan HoldLimit,
    double AttainmentTarget)
{
    /// <summary>Requests of one model that may be held at once; null: only the limit of all tiers together.</summary>
    public int? MaxHeld { get; init; }

    /// <summary>Prompt tokens of one model that may be held at once; null: no limit.</summary>
    public long? MaxHeldPromptTokens { get; init; }

    /// <summary>Share of those limits that one tenant may fill; null: all of them.</summary>
    public double? TenantHeldShare { get; init; }

    /// <summary>The TTFT target of one prompt; <see cref="TimeSpan.MaxValue"/> for patient work.</summary>
    public TimeSpan TtftTargetFor(TimeSpan unloadedPrefill)
    {
        if (TtftTarget is not { } target)
        {
            return TimeSpan.MaxValue;
        }

        var scaled = unloadedPrefill * PrefillFactor;
        return scaled > target ? scaled : target;
    }
}
