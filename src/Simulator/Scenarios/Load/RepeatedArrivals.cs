namespace SageServe.Simulator;

/// <summary>Applies burst rules: each matching request comes again at its own moment.</summary>
internal static class RepeatedArrivals
{
    public static IEnumerable<SimulatedArrival> Of(IEnumerable<SimulatedArrival> arrivals, Instant start, IReadOnlyList<BurstRule> rules)
    {
        foreach (var arrival in arrivals)
        {
            yield return arrival;
            foreach (var rule in rules)
            {
                if ((arrival.At - start).Ticks % rule.Every.Ticks < rule.First.Ticks)
                {
                    for (var i = 0; i < rule.Copies; i++)
                    {
                        yield return arrival;
                    }
                }
            }
        }
    }
}
