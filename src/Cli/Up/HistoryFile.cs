using System.Globalization;

namespace SageServe.Cli;

/// <summary>Writes the generated past as demand bins (<c>history.csv</c>), counted as a gateway would have counted it.</summary>
internal static class HistoryFile
{
    private const string Header = "bin_start,model,origin_region,tier,prompt_tokens_per_second,output_tokens_per_second,requests_per_second";

    /// <param name="path">Where to.</param>
    /// <param name="plan">Of the run.</param>
    /// <param name="until">Envelope time; the last bin ends at or before it.</param>
    public static void Write(string path, UpPlan plan, Instant until)
    {
        var bin = plan.Timing.DemandBin;
        var end = until.FloorTo(bin);
        var seconds = plan.Envelope.ToReal(bin).TotalSeconds;
        var random = new RandomStream(plan.Options.Seed + UpDefaults.HistorySeedOffset).Child("history");
        var keys = plan.Traffic.Mix.Classes.Select(c => (Model: Resolve(plan, c.Model), c.Tier)).Distinct().Order().ToArray();
        using var file = new StreamWriter(path);
        file.WriteLine(Header);
        for (var start = end - UpDefaults.History; start < end; start += bin)
        {
            foreach (var region in plan.Traffic.Mix.Regions)
            {
                foreach (var key in keys)
                {
                    WriteBin(file, plan, start, region, key, seconds, random);
                }
            }
        }
    }

    private static ModelId Resolve(UpPlan plan, string name) =>
        plan.Catalog.TryResolve(name, out var model) ? model : throw new InvalidOperationException($"{name} is not served.");

    private static void WriteBin(
        StreamWriter file, UpPlan plan, Instant start, RegionTraffic region, (ModelId Model, ServiceTier Tier) key, double seconds, RandomStream random)
    {
        var (requests, prompt, output) = (0, 0L, 0L);
        for (var i = 0; i < plan.Traffic.Mix.Classes.Length; i++)
        {
            var kind = plan.Traffic.Mix.Classes[i];
            if (kind.Tier == key.Tier && Resolve(plan, kind.Model) == key.Model)
            {
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
        }

        file.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{start.ToDateTimeOffset():yyyy-MM-ddTHH:mm:ssZ},{key.Model},{region.Region},{key.Tier.WireName()},{prompt / seconds:0.###},{output / seconds:0.###},{requests / seconds:0.####}"));
    }
}
