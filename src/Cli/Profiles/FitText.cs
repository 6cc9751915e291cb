using System.Globalization;
using System.Text;

namespace SageServe.Cli;

/// <summary>A fit for the terminal.</summary>
internal static class FitText
{
    public static string Of(string file, FitOutcome outcome)
    {
        var text = new StringBuilder();
        void Line(FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
        Line($"Profile of {outcome.Profile.Model} on {outcome.Profile.Accelerator} from {file} ({outcome.Kind})");
        Line($"");
        foreach (var number in outcome.Numbers)
        {
            Line($"  {number.Name,-52}{Seconds(number.Value),12}{(number.RelativeError is { } error ? string.Create(CultureInfo.InvariantCulture, $"  +-{error:P1}") : "")}");
        }

        Line($"");
        Line($"  {"",-24}{"points",8}{"R2",8}{"MAPE",9}{"bias",9}");
        foreach (var series in outcome.Series)
        {
            Line($"  {series.Name,-24}{series.Points.Length,8}{series.RSquared,8:0.000}{Percent(series.Mape),9}{Percent(series.Bias),9}");
            foreach (var region in series.Regions())
            {
                Line($"    {$"{region.Span} {series.SizeName}",-30}{region.Points,8}{Percent(region.Mape),11}{Percent(region.Bias),9}");
            }
        }

        foreach (var note in outcome.Notes)
        {
            Line($"Note: {note}");
        }

        foreach (var warning in outcome.Warnings)
        {
            Line($"Warning: {warning}");
        }

        return text.ToString();
    }

    public static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{100 * share:0.0} %");

    /// <summary>In the unit that leaves digits before the point.</summary>
    public static string Seconds(double seconds) => seconds switch
    {
        >= 1 => string.Create(CultureInfo.InvariantCulture, $"{seconds:0.000} s"),
        >= 1e-3 => string.Create(CultureInfo.InvariantCulture, $"{seconds * 1e3:0.00} ms"),
        >= 1e-6 => string.Create(CultureInfo.InvariantCulture, $"{seconds * 1e6:0.0} us"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{seconds * 1e9:0.0} ns"),
    };
}
