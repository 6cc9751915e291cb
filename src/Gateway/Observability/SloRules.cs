namespace SageServe.Gateway;

/// <summary>
/// SLO attainment (DESIGN 5.11): of all requests that arrived with a valid key inside their quota. Refusals, timeouts, broken streams
/// and evictions are misses. A stream is judged by TTFT, another call by its whole duration, patient work by its window.
/// </summary>
internal sealed class SloRules(ServingCatalog catalog)
{
    public SloVerdict Judge(RequestObservation seen, AcceleratorId servedOn)
    {
        if (seen.Outcome is RequestOutcome.Invalid or RequestOutcome.QuotaExceeded)
        {
            return SloVerdict.None;
        }

        var target = Target(seen, servedOn);
        var judged = seen.Streaming && seen.Tier.IsInteractive() ? seen.Ttft : seen.Outcome == RequestOutcome.Completed ? seen.Total : null;
        if (seen.Outcome == RequestOutcome.ClientLeft)
        {
            return judged is { } first ? (first <= target ? SloVerdict.Met : SloVerdict.Missed) : seen.Total <= target ? SloVerdict.Left : SloVerdict.Missed;
        }

        return seen.Outcome == RequestOutcome.Completed && judged <= target ? SloVerdict.Met : SloVerdict.Missed;
    }

    public TimeSpan Target(RequestObservation seen, AcceleratorId servedOn)
    {
        var level = catalog.Level(seen.Tier);
        if (level.CompletionWindow is { } window && !seen.Tier.IsInteractive())
        {
            return window;
        }

        var ttft = level.TtftTargetFor(UnloadedPrefill(seen.Model, servedOn, seen.PromptTokens));
        return seen.Streaming ? ttft : ttft + seen.OutputTokens * level.TbtTarget;
    }

    /// <summary>On the hardware that served; where that is not known, on the fastest that could have.</summary>
    public TimeSpan UnloadedPrefill(ModelId model, AcceleratorId servedOn, int promptTokens)
    {
        if (!servedOn.IsNone && catalog.FindProfile(model, servedOn) is { } profile)
        {
            return TimeSpan.FromSeconds(profile.UnloadedPrefillSeconds(promptTokens));
        }

        var fastest = double.MaxValue;
        foreach (var candidate in catalog.Document.Profiles)
        {
            if (candidate.Model == model)
            {
                fastest = Math.Min(fastest, candidate.UnloadedPrefillSeconds(promptTokens));
            }
        }

        return TimeSpan.FromSeconds(fastest == double.MaxValue ? 0 : fastest);
    }
}
