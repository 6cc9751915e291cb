namespace SageServe.Cli;

/// <summary>A comparison as a page: the verdict and a table first, then charts, then how it came about. Same comparison, same bytes.</summary>
internal static class CompareReport
{
    /// <summary>Lets the choice of a timeline work.</summary>
    internal const string Choose = """
        for (const choice of document.querySelectorAll('select[data-choose]')) {
          choice.addEventListener('change', () => {
            for (const part of document.querySelectorAll('[data-scope]')) part.hidden = part.dataset.scope !== choice.value;
          });
        }

        """;

    /// <param name="result">What to tell.</param>
    /// <param name="options">As typed; the report repeats what changes the outcome.</param>
    /// <param name="document">The scenario's text; null when it has none.</param>
    public static string Html(ComparisonResult result, CompareOptions options, string? document)
    {
        var plan = result.Plan;
        var source = plan.Variants[0].Source;
        var page = new HtmlPage($"Scaling strategies compared: {source.Name}", source.Title);
        page.Note($"{result.Runs.Length} runs: {plan.Strategies.Length} strategies x {plan.Seeds.Length} seeds ({plan.Seeds[0]}..{plan.Seeds[^1]})"
            + (plan.Variants.Length > 1 ? $" x {plan.Variants.Length} variants" : "") + $". Baseline: {plan.Strategies[0]}."
            + (options.Typed.Any() ? $" Changed: {string.Join(' ', options.Typed)}" : ""));
        SummaryHtml.Draw(page, result);
        page.Heading("Capacity and cost").Charts(CapacityCharts.All(result, 0));
        page.Heading("How requests were served").Charts(ServiceCharts.All(result, 0));
        VariantCharts.Draw(page, result);
        TimelineCharts.Draw(page, result);
        page.Heading("How this was computed");
        page.Raw("<ul>" + string.Concat(CompareNotes.Methods(result).Select(m => $"<li>{SvgText.Escape(m)}</li>\n")) + "</ul>\n");
        if (document is not null)
        {
            page.Fold("The scenario's document", document);
        }

        foreach (var strategy in plan.Strategies)
        {
            page.Fold($"Every option of {strategy}", OptionsText.Of(source.With("planning.strategy", strategy).Build(plan.Seeds[0])));
        }

        return page.Script(Choose).ToString();
    }
}
