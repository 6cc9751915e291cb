using System.Collections.Frozen;

namespace SageServe.Planning;

/// <summary>
/// The load that capacity is planned for when it is the peak minute of the window that begins when a replica started now serves: fast requests
/// alone at their quantile, all interactive ones together at a lower one (a normal request can wait a minute), what patient work adds included.
/// </summary>
internal sealed class WindowLoad(PlanningOptions options, LeadTimes leads)
{
    private static readonly TierSet Fast = TierSet.Of([ServiceTier.InteractiveFast]);

    /// <summary>By scope; one of which no window is forecast is left out.</summary>
    public FrozenDictionary<(RegionId? Region, TierSet Tiers), double> Of(ModelForecast forecast) => forecast.Curves.Keys
        .Select(scope => (Scope: scope, Load: Interactive(forecast, scope)))
        .Where(l => l.Load is not null)
        .ToFrozenDictionary(l => l.Scope, l => Math.Max(l.Load!.Value + forecast.Curves[l.Scope].Patient.Share, forecast.Curves[l.Scope].Level));

    /// <summary>The part of a set of tiers that is planned for apart; null where there is none.</summary>
    public static TierSet? FastPart(TierSet tiers) =>
        tiers.And(TierSet.Interactive) is var interactive && tiers.Overlaps(Fast) && interactive != interactive.And(Fast) ? tiers.And(Fast) : null;

    private double? Interactive(ModelForecast forecast, (RegionId? Region, TierSet Tiers) scope)
    {
        var lead = leads.Longest(forecast.Model, scope.Region) + options.PaceInterval;
        var interactive = scope.Tiers.And(TierSet.Interactive);
        if (forecast.Outlook(TargetKind.Peak, lead, scope.Region, scope.Tiers) is not { } all)
        {
            return null;
        }

        var together = all.At(interactive == interactive.And(Fast) ? options.FastQuantile : options.NormalQuantile);
        return FastPart(scope.Tiers) is { } fast && forecast.Outlook(TargetKind.Peak, lead, scope.Region, fast) is { } alone
            ? Math.Max(together, alone.At(options.FastQuantile))
            : together;
    }
}
