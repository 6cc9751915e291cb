using System.Globalization;
using System.Text;
using System.Text.Json;

namespace SageServe.Cli;

/// <summary>A trace's description for people and for programs.</summary>
internal static class TraceText
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string Json<T>(T description) => JsonSerializer.Serialize(description, Options) + "\n";

    public static string Of(TraceDescription d)
    {
        var text = new StringBuilder();
        void Line(FormattableString line) => text.AppendLine(line.ToString(CultureInfo.InvariantCulture));
        Line($"{d.File} ({d.Format}): {d.Requests:N0} requests in {DurationText.Short(TimeSpan.FromSeconds(d.Seconds))}, {d.MeanRate:0.###} a second");
        Line($"Tokens      {"mean",9}{"p1",8}{"p10",8}{"p25",8}{"p50",8}{"p75",8}{"p90",8}{"p95",8}{"p99",8}{"p99.9",9}");
        Tokens("  prompt", d.PromptTokens);
        Tokens("  output", d.OutputTokens);
        Line($"            prompt and output correlate by {Number(d.PromptOutputCorrelation)}");
        Line($"Burstiness  inter-arrival CV {Number(d.InterArrivalCv)} (Poisson: 1)");
        foreach (var window in d.Dispersion)
        {
            Line($"            windows of {DurationText.Short(TimeSpan.FromSeconds(window.WindowSeconds)),-8} index of dispersion {window.IndexOfDispersion,9:0.##}, peak {window.PeakRate:0.##} a second");
        }

        Line($"Daily rhythm {(d.DiurnalScore is { } score ? score.ToString("0.###", CultureInfo.InvariantCulture) + " (hourly counts against those a day before)" : "unknown: the trace is shorter than two days")}");
        Mix("Tiers", d.Tiers.Select(t => (t.Key, t.Value.Share)));
        Mix("Models", d.Models.Select(m => (m.Key, m.Value)));
        Mix("Regions", d.Regions.Select(r => (r.Key, r.Value)));
        if (d.RegionSkew.Count > 0)
        {
            Line($"Region skew {string.Join(", ", d.RegionSkew.Select(s => string.Create(CultureInfo.InvariantCulture, $"{s.Key} {s.Value:0.##}:1")))} (busiest to quietest)");
        }

        if (d.Prefixes is { } prefixes)
        {
            Line($"Prefixes    {prefixes.Blocks:N0} blocks, {prefixes.HitRate * 100:0.0} % seen before (a cache without end), in {prefixes.RequestsWithHits * 100:0.0} % of the requests");
            Line($"            reused after p50 {prefixes.ReuseSeconds.GetValueOrDefault("p50"):0.#} s, p90 {prefixes.ReuseSeconds.GetValueOrDefault("p90"):0.#} s; p50 {prefixes.ReuseRequests.GetValueOrDefault("p50"):0} requests");
        }

        return text.ToString();

        void Tokens(string name, TokenFigures t) => Line($"{name,-12}{t.Mean,9:0.#}{t.Quantiles["p01"],8}{t.Quantiles["p10"],8}{t.Quantiles["p25"],8}{t.Quantiles["p50"],8}{t.Quantiles["p75"],8}{t.Quantiles["p90"],8}{t.Quantiles["p95"],8}{t.Quantiles["p99"],8}{t.Quantiles["p99.9"],9}");

        void Mix(string name, IEnumerable<(string Key, double Share)> shares)
        {
            var parts = shares.OrderByDescending(s => s.Share).Take(8).Select(s => string.Create(CultureInfo.InvariantCulture, $"{s.Key} {s.Share * 100:0.#} %")).ToList();
            Line($"{name,-12}{(parts.Count == 0 ? "not told by the trace" : string.Join(", ", parts))}");
        }
    }

    private static string Number(double? value) => value?.ToString("0.###", CultureInfo.InvariantCulture) ?? "unknown";
}
