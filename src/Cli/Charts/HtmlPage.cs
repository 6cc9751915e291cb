using System.Text;

namespace SageServe.Cli;

/// <summary>A page that needs nothing beside itself: styles and charts inline, no address outside, the same bytes for the same content.</summary>
internal sealed class HtmlPage
{
    private readonly StringBuilder _body = new();
    private readonly string _title;
    private string _script = "";

    public HtmlPage(string title, string lead)
    {
        _title = title;
        Element("h1", title).Element("p class=\"lead\"", lead);
    }

    public HtmlPage Heading(string text) => Element("h2", text);

    public HtmlPage Paragraph(string text) => Element("p", text);

    public HtmlPage Note(string text) => Element("p class=\"note\"", text);

    /// <summary>Charts side by side where there is room, each with a sentence that may be empty.</summary>
    public HtmlPage Charts(params IEnumerable<(string Svg, string Caption)> charts)
    {
        Raw("<div class=\"charts\">");
        foreach (var (svg, caption) in charts)
        {
            Raw($"<figure>{svg}{(caption.Length > 0 ? $"<figcaption>{SvgText.Escape(caption)}</figcaption>" : "")}</figure>\n");
        }

        return Raw("</div>\n");
    }

    /// <summary>A table of plain text.</summary>
    public HtmlPage Table(IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<string>> rows) => Table("<table>", columns, rows);

    /// <summary>A table of sentences, set from the left.</summary>
    public HtmlPage TextTable(IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<string>> rows) => Table("<table class=\"words\">", columns, rows);

    /// <summary>Text that opens on a click; on paper only what is open is printed.</summary>
    public HtmlPage Fold(string summary, string text) =>
        Raw($"<details><summary>{SvgText.Escape(summary)}</summary><pre>{SvgText.Escape(text)}</pre></details>\n");

    /// <summary>Markup of the caller, who has escaped what is to be escaped.</summary>
    public HtmlPage Raw(string markup)
    {
        _body.Append(markup);
        return this;
    }

    /// <summary>Runs at the end of the page. The page must say all without it.</summary>
    public HtmlPage Script(string script)
    {
        _script = script;
        return this;
    }

    public override string ToString() => $"""
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:">
        <link rel="icon" href="data:,">
        <title>{SvgText.Escape(_title)}</title>
        <style>
        {ReportStyle.Read()}</style>
        </head>
        <body><main>
        {_body}</main>{(_script.Length > 0 ? $"\n<script>\n{_script}</script>" : "")}
        </body>
        </html>

        """;

    private HtmlPage Element(string tag, string text) => Raw($"<{tag}>{SvgText.Escape(text)}</{tag.Split(' ')[0]}>\n");

    private HtmlPage Table(string opening, IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<string>> rows)
    {
        Raw($"<div class=\"scroll\">{opening}<thead><tr>");
        foreach (var column in columns)
        {
            Raw($"<th scope=\"col\">{SvgText.Escape(column)}</th>");
        }

        Raw("</tr></thead><tbody>\n");
        foreach (var row in rows)
        {
            Raw("<tr>" + string.Concat(row.Select((cell, i) => i == 0 ? $"<th scope=\"row\">{SvgText.Escape(cell)}</th>" : $"<td>{SvgText.Escape(cell)}</td>")) + "</tr>\n");
        }

        return Raw("</tbody></table></div>\n");
    }
}
