using System.Globalization;

namespace SageServe.Planning;

/// <summary>Says why nothing may shrink. Facts that are missing or old look like idleness; shrinking on them has emptied fleets.</summary>
internal sealed class StaleTelemetryFreeze(PlanningOptions options)
{
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

        var limit = options.StaleAfter + options.DemandBin * 2;
        return history.End is { } end && input.Now - end > limit
            ? string.Create(CultureInfo.InvariantCulture, $"The newest demand is {(input.Now - end).TotalMinutes:0.#} min old; {limit.TotalMinutes:0.#} min are allowed.")
            : null;
    }

    /// <summary>Why this pool may not shrink.</summary>
    public string? OfPool(PoolFacts facts) =>
        facts.Ready > 0 && facts.KvUtilization is null ? "The pool's load is unknown."
        : facts.MetricsAge > options.StaleAfter ? string.Create(
            CultureInfo.InvariantCulture, $"The pool's metrics are {facts.MetricsAge.TotalMinutes:0.#} min old; {options.StaleAfter.TotalMinutes:0.#} min are allowed.")
        : null;
}
