namespace SageServe.ClusterHour;

/// <summary>Streams of both models in all regions, as many as the hour's script says; gaps are exponential.</summary>
internal static class HourLoad
{
    private const int PromptTokens = 800;
    private const int OutputTokens = 60;

    /// <summary>Requests a second from one region.</summary>
    /// <param name="region">Where clients are.</param>
    /// <param name="model">That they ask for.</param>
    /// <param name="minute">Of the hour.</param>
    public static double Rate(string region, string model, double minute) => (region, model, minute) switch
    {
        // More work comes, and goes: a scale-out, drains, and later a rise in the middle of a takeover.
        ("eastus", HourWorld.Chat, >= 8 and < 20) => 7,
        ("eastus", HourWorld.Chat, >= 50) => 4,

        // All machines of this region are taken when one model falls and the other rises, and later back.
        ("northus", HourWorld.Chat, >= 4 and < 18) => 7,
        ("northus", HourWorld.Chat, >= 18 and < 42) => 0.4,
        ("northus", HourWorld.Chat, >= 42) => 4,
        ("northus", HourWorld.Code, >= 18 and < 42) => 7,

        // It falls just when nobody hears of it.
        ("westus", _, < 8) => 3,
        ("westus", _, < 21) => 0.3,
        _ => 1,
    };

    public static IEnumerable<Arrival> Arrivals(HourOptions options)
    {
        var streams = HourWorld.Regions.SelectMany(r => HourWorld.Models.Select(m => (Region: r, Model: m))).ToArray();
        var draws = streams.Select((_, i) => new Random(options.Seed * 1000 + i)).ToArray();
        var next = new PriorityQueue<int, TimeSpan>(streams.Select((_, i) => (i, Gap(i, TimeSpan.Zero))));
        for (var n = 0; next.TryDequeue(out var i, out var at) && at < options.Real; n++)
        {
            yield return new Arrival(at, n, streams[i].Model, new RegionId(streams[i].Region), ServiceTier.InteractiveFast, Streaming: true, PromptTokens, OutputTokens);
            next.Enqueue(i, at + Gap(i, at));
        }

        TimeSpan Gap(int i, TimeSpan at)
        {
            // A gap that ends beyond a change of rate is as long as the old rate made it: that is a second or two.
            var rate = Rate(streams[i].Region, streams[i].Model, at / options.Real * 60);
            return TimeSpan.FromSeconds(-Math.Log(1 - draws[i].NextDouble()) / rate);
        }
    }
}
