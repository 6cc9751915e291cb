using System.Globalization;

namespace SageServe.Cli;

/// <summary>The verdict in words and the table of all strategies. Each number carries its path in the JSON, so that the two can be held together.</summary>
internal static class SummaryHtml
{
    public static void Draw(HtmlPage page, ComparisonResult result)
    {
        foreach (var problem in CompareNotes.Short(result).Where(n => n.StartsWith("FAILED", StringComparison.Ordinal) || n.StartsWith("CUT", StringComparison.Ordinal)))
        {
            page.Raw($"<p class=\"bad\"><strong>{SvgText.Escape(problem)}</strong></p>\n");
        }

        page.Heading("The verdict");
        page.Raw("<ul class=\"verdict\">" + string.Concat(CompareVerdict.Sentences(result).Select(s => $"<li>{SvgText.Escape(s).Replace(" %", "&nbsp;%", StringComparison.Ordinal)}</li>\n")) + "</ul>\n");
        page.Note(CompareVerdict.Seeds(result));
        Table(page, result);
    }

    private static void Table(HtmlPage page, ComparisonResult result)
    {
        var tiers = ServiceTiers.All.Select(t => t.WireName()).Where(t => result.Summary(0, 0).Value(RunFigures.OfTier(t, "requests"))?.Mean > 0).ToList();
        page.Raw("<div class=\"scroll\"><table class=\"summary\"><thead><tr><th scope=\"col\">strategy</th><th scope=\"col\">GPU-hours</th>");
        page.Raw($"<th scope=\"col\">against {SvgText.Escape(result.Plan.Strategies[0])}</th><th scope=\"col\">cost<small>USD</small></th><th scope=\"col\">wasted<small>GPU-hours, billed</small></th>");
        page.Raw("<th scope=\"col\">wasted<small>paper's count</small></th><th scope=\"col\">moves</th>");
        page.Raw(string.Concat(tiers.Select(t => $"<th scope=\"col\">SLO met<small>{t}</small></th>")) + "</tr></thead><tbody>\n");
        for (var i = 0; i < result.Plan.Strategies.Length; i++)
        {
            var own = result.Summary(0, i);
            page.Raw($"<tr><th scope=\"row\">{SvgText.Escape(own.Strategy)}{(own.Runs < result.Plan.Seeds.Length ? $"<small>{own.Runs} of {result.Plan.Seeds.Length} runs</small>" : "")}</th>");
            Cell(page, own, RunFigures.GpuHours, own.Value(RunFigures.GpuHours), EstimateText.Number);
            Against(page, own, i);
            foreach (var path in new[] { RunFigures.CostUsd, RunFigures.Wasted, RunFigures.WastedPaper, RunFigures.Moves })
            {
                Cell(page, own, path, own.Value(path), EstimateText.Number);
            }

            foreach (var path in tiers.Select(t => RunFigures.OfTier(t, "slo_attainment")))
            {
                Cell(page, own, path, own.Value(path), EstimateText.Percent);
            }

            page.Raw("</tr>\n");
        }

        page.Raw("</tbody></table></div>\n");
    }

    private static void Against(HtmlPage page, StrategySummary own, int strategy)
    {
        if (strategy == 0)
        {
            page.Raw("<td>baseline</td>");
            return;
        }

        var difference = own.Against("gpu_hours_percent");
        var css = difference is { } d && CompareVerdict.IsClear(d) ? d.Mean < 0 ? " class=\"good\"" : " class=\"bad\"" : "";
        Cell(page, own, "against_baseline.gpu_hours_percent", difference, v => EstimateText.Signed(v, " %"), css);
    }

    private static void Cell(HtmlPage page, StrategySummary own, string path, Estimate? estimate, Func<double?, string> text, string css = "")
    {
        var exact = estimate is { } e ? Math.Round(e.Mean, 6).ToString(CultureInfo.InvariantCulture) : "";
        var range = EstimateText.Range(estimate, text);
        page.Raw($"<td{css} data-strategy=\"{SvgText.Escape(own.Strategy)}\" data-path=\"{path}\" data-value=\"{exact}\">{text(estimate?.Mean)}{(range.Length > 0 ? $"<small>{range}</small>" : "")}</td>");
    }
}
