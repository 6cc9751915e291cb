using System.Collections.Concurrent;

namespace SageServe.Simulator;

/// <summary>
/// Requests of all seeds together: each run's sketches are merged as it ends and the run keeps none, so that memory grows with strategies,
/// variants, models and tiers (about 0.5 MB for a strategy of the paper's scenario), not with seeds. What comes out does not depend on the
/// order in which runs end. Runs may end at once; reading is for when all have ended.
/// </summary>
public sealed class LatencyPool
{
    private readonly ConcurrentDictionary<(int Variant, int Strategy), Dictionary<(string Model, string Tier), TierLatencies>> _parts = new();

    internal void Add(ComparisonKey key, SimulationReport report)
    {
        var parts = _parts.GetOrAdd((key.Variant, key.Strategy), _ => []);
        lock (parts)
        {
            foreach (var (model, tier) in report.Models.SelectMany(m => m.Tiers.Select(t => (m.Model, t))))
            {
                Of(parts, (model, tier.Tier)).Merge(tier);
            }
        }
    }

    /// <summary>The percentiles of one strategy on one variant by path, those that have a sample; empty where no run went well.</summary>
    internal IReadOnlyDictionary<string, double> Figures(int variant, int strategy)
    {
        var parts = _parts.GetValueOrDefault((variant, strategy)) ?? [];
        var together = new Dictionary<(string, string), TierLatencies>();
        foreach (var (at, part) in parts)
        {
            Of(together, ("", at.Tier)).Merge(part);
        }

        return together.Select(t => (RunFigures.OfTier(t.Key.Item2, ""), t.Value))
            .Concat(parts.Select(p => (RunFigures.OfModel(p.Key.Model, RunFigures.OfTier(p.Key.Tier, "")), p.Value)))
            .SelectMany(p => p.Value.Figures(p.Item1))
            .Where(f => f.Value is not null)
            .ToDictionary(f => f.Path, f => f.Value!.Value);
    }

    private static TierLatencies Of(Dictionary<(string Model, string Tier), TierLatencies> parts, (string Model, string Tier) at)
    {
        if (!parts.TryGetValue(at, out var found))
        {
            parts.Add(at, found = new TierLatencies());
        }

        return found;
    }
}
