using SageServe.Simulator;

namespace SageServe.Swarm.Tests;

/// <summary>Arrivals of all models, regions and tiers, with quiet times, bursts in one instant, and prompts that can never fit.</summary>
internal static class RandomLoad
{
    public static List<SimulatedArrival> Make(RandomStream random, ServingCatalog catalog, Instant start, TimeSpan duration)
    {
        var rate = 0.5 + random.NextInt(25);
        var bursty = random.NextInt(3) == 0;
        var longest = random.NextInt(5) == 0 ? 3000 : 600;
        var arrivals = new List<SimulatedArrival>();
        for (var at = start; ; at += Gap(random, rate, bursty))
        {
            if (at > start + duration)
            {
                return arrivals;
            }

            arrivals.Add(new SimulatedArrival(
                at,
                catalog.Models[random.NextInt(catalog.Models.Length)].Id,
                catalog.Regions[random.NextInt(catalog.Regions.Length)].Id,
                ServiceTiers.All[random.NextInt(ServiceTiers.All.Length)],
                1 + random.NextInt(longest),
                1 + random.NextInt(random.NextInt(4) == 0 ? 300 : 40),
                random.NextInt(2) == 0));
        }
    }

    private static TimeSpan Gap(RandomStream random, double rate, bool bursty) => bursty
        ? random.NextInt(10) > 0 ? TimeSpan.Zero : TimeSpan.FromSeconds(random.NextExponential(10 / rate))
        : TimeSpan.FromSeconds(random.NextExponential(1 / rate));
}
