namespace SageServe.Cli;

/// <summary>A comparison as a page: the verdict and a table first, then charts, then how it came about.</summary>
internal static class CompareReport
{
    public static string Html(ComparisonResult result, CompareOptions options)
    {
        var source = result.Plan.Variants[0].Source;
        var page = new HtmlPage($"Strategies compared on {source.Name}", source.Title);
        foreach (var sentence in CompareVerdict.Sentences(result))
        {
            page.Paragraph(sentence);
        }

        page.Note(string.Join(' ', options.Typed));
        return page.ToString();
    }
}
