namespace SageServe.Cli;

/// <summary>Two generated weeks before the load, counted per bin as a gateway would have counted them; from another seed than the load.</summary>
internal static class PastDemand
{
    /// <param name="plan">Of the run.</param>
    /// <param name="until">Envelope time; the last bin ends at or before it.</param>
    public static IEnumerable<DemandBin> Bins(UpPlan plan, Instant until)
    {
        var bin = plan.Timing.DemandBin;
        var end = until.FloorTo(bin);
        var seconds = plan.Envelope.ToReal(bin).TotalSeconds;
        var random = new RandomStream(plan.Options.Seed + UpDefaults.HistorySeedOffset).Child("history");
        var keys = plan.Traffic.Mix.Classes.Select(c => (Model: plan.Resolve(c.Model), c.Tier)).Distinct().Order().ToArray();
        for (var start = end - UpDefaults.History; start < end; start += bin)
        {
            foreach (var region in plan.Traffic.Mix.Regions)
            {
                foreach (var (model, tier) in keys)
                {
                    var (requests, prompt, output) = Count(plan, start, region, model, tier, seconds, random);
                    var series = new DemandSeriesId(model, region.Region, tier);
                    yield return new DemandBin(series, start, bin, prompt / seconds, output / seconds, requests / seconds);
                }
            }
        }
    }

    private static (int Requests, long Prompt, long Output) Count(
        UpPlan plan, Instant start, RegionTraffic region, ModelId model, ServiceTier tier, double seconds, RandomStream random)
    {
        var (requests, prompt, output) = (0, 0L, 0L);
        for (var i = 0; i < plan.Traffic.Mix.Classes.Length; i++)
        {
            var kind = plan.Traffic.Mix.Classes[i];
            if (kind.Tier != tier || plan.Resolve(kind.Model) != model)
            {
                continue;
            }

            var rate = plan.Traffic.Past.Rate(i, region, start + plan.Timing.DemandBin / 2);
            var count = Draws.Poisson(random, rate * seconds * Draws.GammaAroundOne(random, kind.Steadiness));
            requests += count;
            for (var k = 0; k < count; k++)
            {
                var tokens = TokenTable.Published.Draw(kind.Workload, random);
                prompt += tokens.Prompt;
                output += tokens.Output;
            }
        }

        return (requests, prompt, output);
    }
}
