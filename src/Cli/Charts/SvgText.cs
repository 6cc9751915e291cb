using System.Globalization;
using System.Net;
using System.Text;

namespace SageServe.Cli;

/// <summary>Writes SVG: elements, escaped text, pixels with one decimal. Colours and fonts are the page's style sheet's.</summary>
internal sealed class SvgText
{
    private readonly StringBuilder _text = new();

    public static string Escape(string text) => WebUtility.HtmlEncode(text);

    public static string Pixels(double value) => Math.Round(value, 1).ToString("0.#", CultureInfo.InvariantCulture);

    /// <summary>About how wide this is in the charts' 11 pixel font.</summary>
    public static double Width(string text) => text.Length * 6.1;

    /// <param name="width">Of its own units; the page may scale it.</param>
    /// <param name="height">Of its own units.</param>
    /// <param name="title">Read out, and shown on hovering over empty places.</param>
    /// <param name="description">What the picture says, for readers that can't see it.</param>
    public SvgText Open(int width, int height, string title, string description)
    {
        Raw($"<svg class=\"chart\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" role=\"img\" aria-label=\"{Escape(title + ". " + description)}\"><title>{Escape(title)}</title><desc>{Escape(description)}</desc>");
        return this;
    }

    public SvgText Line(string css, double x1, double y1, double x2, double y2) =>
        Raw($"<line class=\"{css}\" x1=\"{Pixels(x1)}\" y1=\"{Pixels(y1)}\" x2=\"{Pixels(x2)}\" y2=\"{Pixels(y2)}\"/>");

    public SvgText Rectangle(string css, double x, double y, double width, double height, string? hint = null) =>
        Hinted($"<rect class=\"{css}\" x=\"{Pixels(x)}\" y=\"{Pixels(y)}\" width=\"{Pixels(Math.Max(0, width))}\" height=\"{Pixels(height)}\"", "rect", hint);

    public SvgText Circle(string css, double x, double y, double radius, string? hint = null) =>
        Hinted($"<circle class=\"{css}\" cx=\"{Pixels(x)}\" cy=\"{Pixels(y)}\" r=\"{Pixels(radius)}\"", "circle", hint);

    public SvgText Path(string css, string data, string? hint = null) => Hinted($"<path class=\"{css}\" d=\"{data}\"", "path", hint);

    /// <param name="css">Classes; <c>end</c> and <c>mid</c> move the anchor.</param>
    /// <param name="x">Of the anchor.</param>
    /// <param name="y">Of the base line.</param>
    /// <param name="text">Not yet escaped.</param>
    public SvgText Words(string css, double x, double y, string text) =>
        Raw($"<text class=\"{css}\" x=\"{Pixels(x)}\" y=\"{Pixels(y)}\">{Escape(text)}</text>");

    public SvgText Close() => Raw("</svg>");

    public override string ToString() => _text.ToString();

    private SvgText Hinted(string start, string element, string? hint) =>
        Raw(hint is null ? start + "/>" : $"{start}><title>{Escape(hint)}</title></{element}>");

    private SvgText Raw(string text)
    {
        _text.Append(text);
        return this;
    }
}
