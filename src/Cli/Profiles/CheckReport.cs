using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SageServe.Cli;

/// <summary>A check as text, JSON and page.</summary>
internal static class CheckReport
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static string Text(string file, ThroughputProfile profile, IReadOnlyList<CheckedRun> runs)
    {
        var text = new StringBuilder();
        void Line(FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
        Line($"{file} against the profile of {profile.Model} on {profile.Accelerator}, seconds");
        foreach (var run in runs)
        {
            Line($"{run.Name}: {run.Requests} requests, {100 * run.UncachedShare:0} % of the prompt tokens prefilled");
            Line($"  {"",-10}{"measured",10}{"95 % interval",20}{"modelled",10}{"error",9}");
            foreach (var q in run.Quantiles)
            {
                var interval = string.Create(CultureInfo.InvariantCulture, $"{q.Low:0.000}-{q.High:0.000}{(q.IsInside ? " in" : " out")}");
                Line($"  {q.Name,-10}{q.Measured,10:0.000}{interval,20}{q.Modelled,10:0.000}{FitText.Percent(q.Error),9}");
            }
        }

        return text.ToString();
    }

    public static string Json(string file, ThroughputProfile profile, IReadOnlyList<CheckedRun> runs) => new JsonObject
    {
        ["file"] = file,
        ["model"] = profile.Model.Value,
        ["accelerator"] = profile.Accelerator.Value,
        ["runs"] = new JsonArray([.. runs.Select(run => new JsonObject
        {
            ["name"] = run.Name,
            ["requests"] = run.Requests,
            ["uncached_share"] = run.UncachedShare,
            ["seconds"] = new JsonObject([.. run.Quantiles.Select(q => KeyValuePair.Create(
                q.Name.Replace(' ', '_').ToLowerInvariant(),
                (JsonNode?)new JsonObject { ["measured"] = q.Measured, ["low"] = q.Low, ["high"] = q.High, ["modelled"] = q.Modelled, ["error"] = q.Error }))]),
        })]),
    }.ToJsonString(Indented) + "\n";

    public static string Html(string file, ThroughputProfile profile, IReadOnlyList<CheckedRun> runs)
    {
        var page = new HtmlPage(
            $"{Path.GetFileName(file)} against the profile of {profile.Model} on {profile.Accelerator}",
            "Measured requests, replayed at their launch times. Prefix hits are drawn at random in the share that short TTFTs tell, so single requests scatter; quantiles are what to compare.");
        foreach (var run in runs)
        {
            page.Heading(string.Create(CultureInfo.InvariantCulture, $"{run.Name}: {run.Requests} requests, {100 * run.UncachedShare:0} % of prompt tokens prefilled"));
            page.Table(
                ["", "measured", "95 % interval", "modelled", "error"],
                run.Quantiles.Select(q => (IReadOnlyList<string>)[q.Name, FitText.Seconds(q.Measured), $"{FitText.Seconds(q.Low)} – {FitText.Seconds(q.High)}", FitText.Seconds(q.Modelled), FitText.Percent(q.Error)]));
            page.Charts(run.Series.SelectMany(s => new[] { (Cdf(s), ""), (FitPage.Residuals(s), "") }));
        }

        return page.ToString();
    }

    private static string Cdf(FitSeries series) => new XyChart
    {
        Title = series.Name + ": share of requests at or below",
        X = new ChartAxis(series.Name, AxisKind.Seconds),
        Y = new ChartAxis("share", AxisKind.Share) { Max = 1 },
        Series = [ChartSeries.Cdf("measured", [.. series.Points.Select(p => p.Measured)], 0), ChartSeries.Cdf("modelled", [.. series.Points.Select(p => p.Predicted)], 1)],
        NamesAtEnds = false,
        XFromZero = true,
        Height = 320,
    }.ToSvg();
}
