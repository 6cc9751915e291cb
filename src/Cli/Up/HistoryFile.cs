using System.Globalization;

namespace SageServe.Cli;

/// <summary>Writes the generated past as the scaler reads it (<c>history.csv</c>).</summary>
internal static class HistoryFile
{
    private const string Header = "bin_start,model,origin_region,tier,prompt_tokens_per_second,output_tokens_per_second,requests_per_second";

    public static void Write(string path, UpPlan plan, Instant until)
    {
        using var file = new StreamWriter(path);
        file.WriteLine(Header);
        foreach (var bin in plan.Past(until))
        {
            file.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{bin.Start.ToDateTimeOffset():yyyy-MM-ddTHH:mm:ssZ},{bin.Series.Model},{bin.Series.Origin},{bin.Series.Tier.WireName()},{bin.PromptTokensPerSecond:0.###},{bin.OutputTokensPerSecond:0.###},{bin.RequestsPerSecond:0.####}"));
        }
    }
}
