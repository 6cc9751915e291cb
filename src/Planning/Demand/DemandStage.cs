using System.Collections.Immutable;

namespace SageServe.Planning;

internal static class DemandStage
{
    /// <summary>Takes in the tick's demand and says what came.</summary>
    public static void Absorb(DemandHistory history, ImmutableArray<DemandBin>? demand, Instant now, StepList steps)
    {
        if (demand is not { } bins)
        {
            steps.Add("demand", "all", null, null, "missing", "Demand could not be read at this tick.");
            return;
        }

        var absorbed = history.Absorb(bins, now);
        steps.Add("demand", "all", absorbed.Told, absorbed.Fresh, absorbed.Refused == 0 ? "absorbed" : "partly-refused", $"{absorbed.Fresh} of {absorbed.Told} bins were new, {absorbed.Refused} were refused (no sound figures, or from the future); {history.Series.Count} series are known.");
    }
}
