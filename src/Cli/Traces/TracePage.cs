using System.Globalization;

namespace SageServe.Cli;

/// <summary>A trace's description as a page with charts.</summary>
internal static class TracePage
{
    public static string Of(TraceDescription d)
    {
        var page = new HtmlPage(
            $"Trace {d.File}",
            string.Create(CultureInfo.InvariantCulture, $"{d.Requests:N0} requests in {DurationText.Short(TimeSpan.FromSeconds(d.Seconds))} ({d.Format}), {d.MeanRate:0.###} a second."));
        page.Heading("Rate and bursts").Charts(
            (Rate(d), $"Each point is the mean over {DurationText.Short(TimeSpan.FromSeconds(d.RateBinSeconds * BinsPerPoint(d)))}."),
            (Dispersion(d), "Variance over mean of the counts in windows of each length. Poisson arrivals stay at 1; what grows with the window is swings of the rate."));
        page.Heading("Token sizes").Charts(
            (Cdf("Prompt tokens", d.PromptTokens, 0), string.Create(CultureInfo.InvariantCulture, $"Mean {d.PromptTokens.Mean:N0}.")),
            (Cdf("Output tokens", d.OutputTokens, 1), string.Create(CultureInfo.InvariantCulture, $"Mean {d.OutputTokens.Mean:N0}; correlation with the prompt {d.PromptOutputCorrelation?.ToString("0.00", CultureInfo.InvariantCulture) ?? "unknown"}.")));
        Mixes(page, d);
        page.Heading("Figures").Table(["figure", "value"], Figures(d));
        page.Fold("As text", TraceText.Of(d));
        return page.ToString();
    }

    private static string Rate(TraceDescription d)
    {
        var hours = d.Seconds > 7200;
        var unit = hours ? 3600.0 : 60.0;
        var points = BinsPerPoint(d);
        return new XyChart
        {
            Title = "Requests a second over time",
            X = new ChartAxis(hours ? "hours from the first request" : "minutes from the first request"),
            Y = new ChartAxis("requests/s"),
            Series = [ChartSeries.Line("", d.Rate.Chunk(points).Select((c, i) => ((i + 0.5) * points * d.RateBinSeconds / unit, c.Average())), 0)],
            XFromZero = true,
        }.ToSvg();
    }

    /// <summary>More points than this would be a smear.</summary>
    private static int BinsPerPoint(TraceDescription d) => (d.Rate.Count + 299) / 300;

    private static string Dispersion(TraceDescription d) => new BarChart
    {
        Title = "Index of dispersion by window",
        Values = new ChartAxis("variance over mean") { Log = true },
        Dots = true,
        Rows = [.. d.Dispersion.Select(w => new BarRow(DurationText.Short(TimeSpan.FromSeconds(w.WindowSeconds)), Math.Max(0.01, w.IndexOfDispersion)))],
    }.ToSvg();

    private static string Cdf(string title, TokenFigures tokens, int colour) => new XyChart
    {
        Title = title,
        X = new ChartAxis("tokens") { Log = true },
        Y = new ChartAxis("share of requests at or below", AxisKind.Share) { Max = 1 },
        Series = [ChartSeries.Line("", tokens.Cdf.Select((t, i) => (t, i / 50.0)), colour)],
    }.ToSvg();

    private static void Mixes(HtmlPage page, TraceDescription d)
    {
        var charts = new List<(string, string)>();
        Add("Tiers", [.. d.Tiers.Select(t => (t.Key, t.Value.Share))]);
        Add("Models", [.. d.Models.Select(m => (m.Key, m.Value))]);
        Add("Regions", [.. d.Regions.Select(r => (r.Key, r.Value))]);
        if (charts.Count > 0)
        {
            page.Heading("Mix").Charts(charts);
        }

        void Add(string title, (string Name, double Share)[] shares)
        {
            if (shares.Length > 0)
            {
                charts.Add((new BarChart
                {
                    Title = title,
                    Values = new ChartAxis("share of requests", AxisKind.Share),
                    Rows = [.. shares.OrderByDescending(s => s.Share).Take(12).Select(s => new BarRow(s.Name, s.Share))],
                }.ToSvg(), ""));
            }
        }
    }

    private static IEnumerable<IReadOnlyList<string>> Figures(TraceDescription d)
    {
        string Text(double? value) => value?.ToString("0.###", CultureInfo.InvariantCulture) ?? "unknown";
        yield return ["inter-arrival CV (Poisson: 1)", Text(d.InterArrivalCv)];
        yield return ["daily rhythm (hourly counts against those a day before)", d.DiurnalScore is null ? "unknown: shorter than two days" : Text(d.DiurnalScore)];
        foreach (var (tier, figures) in d.Tiers)
        {
            yield return [$"{tier}: share, daily rhythm", $"{Text(figures.Share)}, {Text(figures.DiurnalScore)}"];
        }

        foreach (var (model, skew) in d.RegionSkew)
        {
            yield return [$"{model}: busiest to quietest region", $"{Text(skew)} : 1"];
        }

        if (d.Prefixes is { } prefixes)
        {
            yield return ["prefix blocks seen before (cache without end)", Text(prefixes.HitRate)];
            yield return ["requests that find a prefix", Text(prefixes.RequestsWithHits)];
            yield return ["seconds until reuse, p50 / p90", $"{Text(prefixes.ReuseSeconds.GetValueOrDefault("p50"))} / {Text(prefixes.ReuseSeconds.GetValueOrDefault("p90"))}"];
        }
    }
}
