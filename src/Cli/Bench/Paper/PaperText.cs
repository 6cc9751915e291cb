using System.Globalization;
using System.Text;
using SageServe.Simulator;

namespace SageServe.Cli;

/// <summary>Experiments as text: the reference's figure under ours, and whether the claims hold.</summary>
internal static class PaperText
{
    private const int NameWidth = 24;
    private const int Width = 22;

    public static string Of(IEnumerable<PaperOutcome> outcomes)
    {
        var text = new StringBuilder();
        foreach (var outcome in outcomes)
        {
            Write(outcome, text);
        }

        return text.ToString();
    }

    private static void Write(PaperOutcome outcome, StringBuilder text)
    {
        var experiment = outcome.Experiment;
        text.Append(CultureInfo.InvariantCulture, $"\n{experiment.Id}: {experiment.Title} {experiment.Source}\n");
        Row(text, "", experiment.Cases.Select(c => c.Name));
        for (var i = 0; i < experiment.Measures.Length; i++)
        {
            var measure = experiment.Measures[i];
            Row(text, measure.Name, outcome.Means[i].Select(Say));
            Row(text, "  the paper", measure.Paper.Select(p => p is { } value ? Number(value) : "-"));
        }

        for (var i = 0; i < experiment.Claims.Length; i++)
        {
            var held = outcome.Held[i] switch { true => "holds  ", false => "DIFFERS", null => "unknown" };
            text.Append(CultureInfo.InvariantCulture, $"  {held}  {experiment.Claims[i].Text}\n");
        }
    }

    private static void Row(StringBuilder text, string name, IEnumerable<string> cells) =>
        text.Append(("  " + name).PadRight(NameWidth)).AppendJoin("", cells.Select(c => c.PadLeft(Width))).Append('\n');

    private static string Say(Estimate? estimate) => estimate switch
    {
        null => "-",
        { Low: { } low, High: { } high } e => $"{Number(e.Mean)} ({Number(low)}..{Number(high)})",
        { } e => Number(e.Mean),
    };

    private static string Number(double value) =>
        value.ToString(Math.Abs(value) switch { < 1 => "0.000", < 100 => "0.0", _ => "0" }, CultureInfo.InvariantCulture);
}
