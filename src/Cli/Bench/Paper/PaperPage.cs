using System.Collections.Immutable;

namespace SageServe.Cli;

/// <summary>The experiments as a page: which claims hold, then each experiment's figures here beside the paper's. Same outcomes, same bytes.</summary>
internal static class PaperPage
{
    private static readonly ImmutableArray<string> Notes =
    [
        "Every run drives the product's own routing and planning code on a virtual clock, with modelled engines and all checkers on. The load follows the paper's description; its traces are not in here.",
        "LT-I, LT-U and LT-UA are the paper's rules alone, planned at the full rated throughput; Reactive is its baseline. GPU-hours run from the allocation of a replica to its release, start-up included, which the authors' simulator leaves out. An instance has 8 GPUs.",
        "The paper's figures are those of the reference, by the letter or section in brackets; it gives no intervals. Where it has a picture or a word instead of a figure there is no bar.",
        "A claim is held against the means over seeds, not against their intervals (Student's t): where intervals overlap, more seeds may turn it. It is unknown where a run failed.",
    ];

    /// <param name="outcomes">What came out.</param>
    /// <param name="seeds">Of each case.</param>
    /// <param name="duration">What every scenario was cut to; null where they ran whole.</param>
    public static string Of(ImmutableArray<PaperOutcome> outcomes, ImmutableArray<ulong> seeds, string? duration)
    {
        var page = new HtmlPage("The paper's results, run again", "Each of the reference paper's results that the simulator can show: its figures, and what the same experiment gives here.");
        page.Note(seeds.Length == 1 ? $"One run of each case (seed {seeds[0]}): no intervals." : $"{seeds.Length} runs of each case (seeds {seeds[0]}..{seeds[^1]}): bars are means, whiskers 95 % intervals.");
        if (duration is not null)
        {
            page.Raw($"<p class=\"bad\"><strong>Every scenario was cut to {SvgText.Escape(duration)}: these are not the paper's experiments, and its figures are beside them only to show where they would stand.</strong></p>\n");
        }

        Claims(page, outcomes);
        foreach (var outcome in outcomes)
        {
            PaperSection.Draw(page, outcome, seeds.Length);
        }

        page.Heading("How this was computed");
        page.Raw("<ul>" + string.Concat(Notes.Select(n => $"<li>{SvgText.Escape(n)}</li>\n")) + "</ul>\n");
        return page.ToString();
    }

    private static void Claims(HtmlPage page, ImmutableArray<PaperOutcome> outcomes)
    {
        var held = outcomes.SelectMany(o => o.Held).ToList();
        page.Heading("The claims");
        page.Paragraph($"{held.Count(h => h == true)} of {held.Count} hold, {held.Count(h => h == false)} differ" + (held.Contains(null) ? $", {held.Count(h => h is null)} unknown." : "."));
        page.Raw("<div class=\"scroll\"><table class=\"claims\"><thead><tr><th scope=\"col\">claim of the paper</th><th scope=\"col\">experiment</th><th scope=\"col\">here</th></tr></thead><tbody>\n");
        foreach (var outcome in outcomes)
        {
            var claims = outcome.Experiment.Claims.Zip(outcome.Held, (claim, held) => (claim.Text, Held: held));
            page.Raw(string.Concat(claims.Select(c => $"<tr><td>{SvgText.Escape(c.Text)}</td><td><a href=\"#{outcome.Experiment.Id}\">{outcome.Experiment.Id}</a></td><td>{PaperSection.Verdict(c.Held)}</td></tr>\n")));
        }

        page.Raw("</tbody></table></div>\n");
    }
}
