using System.Globalization;

namespace SageServe.Planning;

/// <summary>Says why nothing may shrink. Facts that are missing or old look like idleness; shrinking on them has emptied fleets.</summary>
internal sealed class StaleTelemetryFreeze(PlanningOptions options)
{
    private TimeSpan Limit => options.StaleAfter + options.DemandBin * 2;

    /// <summary>Why no pool may shrink; null when facts are there and fresh.</summary>
    public string? OfFleet(TickInput input, DemandHistory history)
    {
        if (input.Pools is null)
        {
            return "The fleet could not be read.";
        }

        if (input.Demand is null)
        {
            return "Demand could not be read.";
        }

        return history.End is { } end && input.Now - end > Limit
            ? string.Create(CultureInfo.InvariantCulture, $"The newest demand is {(input.Now - end).TotalMinutes:0.#} min old; {Limit.TotalMinutes:0.#} min are allowed.")
            : null;
    }

    /// <summary>
    /// Why no pool of this model may shrink: one of its series fell silent while others speak. Gateways tell a series once seen as zero when
    /// nothing comes, so that silence is a gateway that is not heard, not a lull. O(series).
    /// </summary>
    public string? OfModel(ModelId model, DemandHistory history, Instant now)
    {
        foreach (var (id, series) in history.Series)
        {
            var silent = now - history.Start(series.Newest + 1);
            if (id.Model == model && silent > Limit && silent <= options.Guards.SilentSeries)
            {
                return string.Create(CultureInfo.InvariantCulture, $"Nobody told of {id} for {silent.TotalMinutes:0.#} min; {Limit.TotalMinutes:0.#} min are allowed.");
            }
        }

        return null;
    }

    /// <summary>
    /// Why a pool that serves patient work may not shrink: its deployment's backlog was told and is not any more. One that was never told of
    /// (gateways too old for it), or not for long, holds nothing.
    /// </summary>
    public string? OfBacklog(PoolSpec pool, BacklogMemory? backlog, Instant now) =>
        TierSet.Of(pool).HasPatient && backlog?.SilentFor(pool.Id.Deployment, now) is { } silent && silent > options.StaleAfter && silent <= options.Guards.SilentSeries
            ? string.Create(CultureInfo.InvariantCulture, $"Nobody told of the patient work of {pool.Id.Deployment} for {silent.TotalMinutes:0.#} min; {options.StaleAfter.TotalMinutes:0.#} min are allowed.")
            : null;

    /// <summary>Why this pool may not shrink.</summary>
    public string? OfPool(PoolFacts facts) =>
        facts.Ready > 0 && facts.KvUtilization is null ? "The pool's load is unknown."
        : facts.MetricsAge > options.StaleAfter ? string.Create(
            CultureInfo.InvariantCulture, $"The pool's metrics are {facts.MetricsAge.TotalMinutes:0.#} min old; {options.StaleAfter.TotalMinutes:0.#} min are allowed.")
        : null;
}
