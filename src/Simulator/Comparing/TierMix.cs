using System.Collections.Immutable;

namespace SageServe.Simulator;

/// <summary>
/// What if the tiers had other shares: the same requests at the same times with the same sizes, their tiers drawn anew from the seed.
/// Interactive requests that were patient before stream.
/// </summary>
public sealed record TierMix(ImmutableArray<double> Weights)
{
    public SimulationScenario Apply(SimulationScenario scenario, ulong seed) => scenario with
    {
        Arrivals = Drawn(scenario.Arrivals, seed),
        Preview = scenario.Preview is { } ahead ? () => Drawn(ahead(), seed) : null,
        History = [.. scenario.History.GroupBy(b => (b.Series.Model, b.Series.Origin, b.Start, b.Length)).SelectMany(g => Split([.. g]))],
    };

    private double Share(int tier) => Weights[tier] / Weights.Sum();

    private IEnumerable<SimulatedArrival> Drawn(IEnumerable<SimulatedArrival> arrivals, ulong seed)
    {
        var draws = new RandomStream(seed).Child("what-if").Child("tiers");
        foreach (var arrival in arrivals)
        {
            var (tier, left) = (0, draws.NextDouble() - Share(0));
            while (left >= 0 && tier < Weights.Length - 1)
            {
                left -= Share(++tier);
            }

            var drawn = (ServiceTier)tier;
            yield return arrival with { Tier = drawn, Streaming = drawn.IsInteractive() && (arrival.Streaming || !arrival.Tier.IsInteractive()) };
        }
    }

    private IEnumerable<DemandBin> Split(List<DemandBin> bins) => ServiceTiers.All.Where(t => Share((int)t) > 0).Select(tier => bins[0] with
    {
        Series = bins[0].Series with { Tier = tier },
        PromptTokensPerSecond = bins.Sum(b => b.PromptTokensPerSecond) * Share((int)tier),
        OutputTokensPerSecond = bins.Sum(b => b.OutputTokensPerSecond) * Share((int)tier),
        RequestsPerSecond = bins.Sum(b => b.RequestsPerSecond) * Share((int)tier),
    });
}
