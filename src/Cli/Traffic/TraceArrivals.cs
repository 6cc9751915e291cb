namespace SageServe.Cli;

/// <summary>A trace as arrivals: times divided by <c>speed</c>, so that speed multiplies the load; model, tier and region are drawn.</summary>
internal static class TraceArrivals
{
    public static IEnumerable<Arrival> From(IEnumerable<TraceRow> rows, TrafficMix mix, double speed, ulong seed)
    {
        var random = new RandomStream(seed).Child("trace");
        double[] classes = [.. mix.Classes.Select(c => c.Share)];
        double[] regions = [.. mix.Regions.Select(r => r.Weight)];
        var sequence = 0;
        foreach (var row in rows)
        {
            var kind = mix.Classes[Draws.Weighted(random, classes)];
            var region = mix.Regions[Draws.Weighted(random, regions)].Region;
            var streaming = random.NextDouble() < kind.StreamShare;
            yield return new Arrival(row.At / speed, sequence++, kind.Model, region, kind.Tier, streaming, row.PromptTokens, row.OutputTokens);
        }
    }
}
