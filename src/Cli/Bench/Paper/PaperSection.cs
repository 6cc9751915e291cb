namespace SageServe.Cli;

/// <summary>One experiment on the page: its claims, a chart of each measure with the paper's bar under ours, and the numbers.</summary>
internal static class PaperSection
{
    /// <summary>Two of them stand side by side on a sheet of paper, with words large enough to read.</summary>
    private const int Width = 480;

    private static readonly string[] HereAndPaper = ["here", "the paper"];

    /// <param name="page">Is added to.</param>
    /// <param name="outcome">Of the experiment.</param>
    /// <param name="seeds">Runs that each case should have.</param>
    public static void Draw(HtmlPage page, PaperOutcome outcome, int seeds)
    {
        var experiment = outcome.Experiment;
        page.Raw($"<section class=\"whole\"><h2 id=\"{experiment.Id}\">{SvgText.Escape(experiment.Title)} <small>{SvgText.Escape(experiment.Source)}</small></h2>\n");
        page.Raw("<ul class=\"verdict\">" + string.Concat(experiment.Claims.Zip(outcome.Held, (claim, held) => $"<li>{Verdict(held)}: {SvgText.Escape(claim.Text)}</li>\n")) + "</ul>\n");
        page.Raw("<div class=\"charts\">" + string.Concat(experiment.Measures.Select((_, i) => $"<figure>{Chart(outcome, i, seeds)}</figure>\n")) + "<figure>");
        Numbers(page, outcome, seeds);
        page.Raw("</figure></div></section>\n");
    }

    public static string Verdict(bool? held) => held switch
    {
        true => "<strong class=\"good\">holds</strong>",
        false => "<strong class=\"bad\">differs</strong>",
        null => "<strong>unknown</strong>",
    };

    private static string Chart(PaperOutcome outcome, int index, int seeds)
    {
        var measure = outcome.Experiment.Measures[index];
        var known = measure.Paper.Any(p => p is not null);
        return new BarChart
        {
            Title = measure.Name,
            Width = Width,
            Values = new ChartAxis((seeds > 1 ? $"mean of {seeds} seeds, 95 %" : "one seed") + (known ? "" : "; the paper gives no figure"), measure.Kind) { Max = Edge(outcome, index) },
            Series = known ? HereAndPaper : [],
            Rows = [.. outcome.Experiment.Cases.Select((c, i) => new BarRow(outcome.Experiment.CasePrefix + c.Name, known ? [Here(outcome, index, i), new ChartBar(measure.Paper[i])] : [Here(outcome, index, i)]))],
            Format = v => Number(measure, v),
        }.ToSvg();
    }

    /// <summary>Few seeds that disagree have intervals many times as wide as their mean; those leave the axis, so that the bars can be told apart.</summary>
    private static double? Edge(PaperOutcome outcome, int index)
    {
        var most = outcome.Means[index].Select(e => e?.Mean).Concat(outcome.Experiment.Measures[index].Paper).Max() ?? 0;
        return outcome.Means[index].Max(e => e?.High) > 2 * most ? 2 * most : null;
    }

    private static ChartBar Here(PaperOutcome outcome, int measure, int at) => CapacityCharts.Bar(outcome.Means[measure][at]);

    private static void Numbers(HtmlPage page, PaperOutcome outcome, int seeds)
    {
        var experiment = outcome.Experiment;
        page.Raw("<div class=\"scroll\"><table class=\"numbers\"><thead><tr><th scope=\"col\">case</th>");
        page.Raw(string.Concat(experiment.Measures.Select(m => $"<th scope=\"col\">{SvgText.Escape(m.Name)}</th><th scope=\"col\">the paper</th>")) + "</tr></thead><tbody>\n");
        for (var c = 0; c < experiment.Cases.Length; c++)
        {
            page.Raw($"<tr><th scope=\"row\">{SvgText.Escape(experiment.CasePrefix + experiment.Cases[c].Name)}</th>");
            for (var m = 0; m < experiment.Measures.Length; m++)
            {
                var measure = experiment.Measures[m];
                var paper = measure.Paper[c] is { } figure ? Number(measure, figure) : EstimateText.None;
                page.Raw($"<td>{Told(measure, outcome.Means[m][c], seeds)}</td><td>{paper}</td>");
            }

            page.Raw("</tr>\n");
        }

        page.Raw("</tbody></table></div>\n");
    }

    private static string Told(PaperMeasure measure, Estimate? estimate, int seeds)
    {
        if (estimate is not { } known)
        {
            return EstimateText.None;
        }

        var range = known is { Low: { } low, High: { } high } ? $"<small>{Number(measure, low)}..{Number(measure, high)}</small>" : "";
        return Number(measure, known.Mean) + range + (known.Count < seeds ? $"<small>{known.Count} of {seeds} runs</small>" : "");
    }

    private static string Number(PaperMeasure measure, double value) => measure.Kind switch
    {
        AxisKind.Share => EstimateText.Percent(value),
        AxisKind.Seconds => EstimateText.Seconds(value),
        _ => EstimateText.Number(value),
    };
}
