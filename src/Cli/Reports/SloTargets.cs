namespace SageServe.Cli;

/// <summary>What each tier is promised, applied to what clients saw (DESIGN 5.11).</summary>
/// <param name="catalog">Service levels and prefill times; null counts fixed targets only.</param>
/// <param name="levels">Promise of each tier.</param>
internal sealed class SloTargets(ServingCatalog? catalog, Func<ServiceTier, ServiceLevel> levels)
{
    public static SloTargets Of(ServingCatalog catalog) => new(catalog, catalog.Level);

    /// <summary>
    /// True when the request met its target; null when it cannot be said: our client ended it before the target had passed.
    /// </summary>
    public bool? Met(CallResult result, bool scaled)
    {
        var level = levels(result.Arrival.Tier);
        if (result.Outcome == CallOutcome.CutOff)
        {
            return MetThoughCut(result, level, scaled);
        }

        return result.Outcome == CallOutcome.Completed && Observed(result, level) <= Limit(result, level, scaled);
    }

    private bool? MetThoughCut(CallResult result, ServiceLevel level, bool scaled)
    {
        var limit = Limit(result, level, scaled);
        if (level.Tier.IsInteractive() && result.Ttft is { } ttft)
        {
            return ttft <= limit;
        }

        return result.EndToEnd > limit ? false : null;
    }

    /// <summary>Streams are judged by their first token, other calls and patient work by their end.</summary>
    private static TimeSpan Observed(CallResult result, ServiceLevel level) =>
        result.Arrival.Streaming && level.Tier.IsInteractive() ? result.Ttft ?? TimeSpan.MaxValue : result.EndToEnd;

    private TimeSpan Limit(CallResult result, ServiceLevel level, bool scaled)
    {
        if (!level.Tier.IsInteractive())
        {
            return level.CompletionWindow ?? TimeSpan.MaxValue;
        }

        var unloaded = scaled && catalog is not null ? UnloadedPrefill(catalog, result.Arrival) : TimeSpan.Zero;
        var ttft = level.TtftTargetFor(unloaded);
        return result.Arrival.Streaming ? ttft : ttft + result.Arrival.OutputTokens * level.TbtTarget;
    }

    private static TimeSpan UnloadedPrefill(ServingCatalog catalog, Arrival arrival)
    {
        if (!catalog.TryResolve(arrival.Model, out var model))
        {
            return TimeSpan.Zero;
        }

        var profile = catalog.Document.Profiles.First(p => p.Model == model);
        return TimeSpan.FromSeconds(profile.UnloadedPrefillSeconds(arrival.PromptTokens));
    }
}
