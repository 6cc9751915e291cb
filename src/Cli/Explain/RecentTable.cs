using System.Globalization;
using System.Text;

namespace SageServe.Cli;

/// <summary>Remembered requests, a line each, newest first.</summary>
internal static class RecentTable
{
    public static string Text(RequestStories document)
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"{"arrived",-14}{"id",-38}{"model",-22}{"tier",-20}{"outcome",-17}{"status",6}{"total s",9}{"TTFT s",9}{"held s",9}{"tries",6}  served by");
        foreach (var story in document.Requests)
        {
            var end = story.End;
            text.Append(CultureInfo.InvariantCulture, $"{story.Arrived.ToDateTimeOffset():HH:mm:ss.fff}  {story.Id,-38}{story.Model,-22}{story.Tier.WireName(),-20}");
            text.Append(CultureInfo.InvariantCulture, $"{end?.Outcome.ToString() ?? (story.IsOver ? "-" : "(not over)"),-17}{end?.Status?.ToString(CultureInfo.InvariantCulture) ?? "-",6}");
            text.Append(CultureInfo.InvariantCulture, $"{Seconds(end?.TotalSeconds),9}{Seconds(end?.TtftSeconds),9}{Seconds(end?.HeldSeconds),9}{end?.Attempts.ToString(CultureInfo.InvariantCulture) ?? "-",6}");
            text.AppendLine(CultureInfo.InvariantCulture, $"  {end?.Instance?.Value ?? end?.ServedIn?.Value ?? "-"}");
        }

        var since = document.Since is { } first ? $", since {first.ToDateTimeOffset():HH:mm:ss}" : "";
        return text.AppendLine(CultureInfo.InvariantCulture, $"{document.Requests.Length} shown; the gateway of {document.Region} remembers {document.Remembered}{since}.").ToString();
    }

    private static string Seconds(double? value) => value?.ToString("0.000", CultureInfo.InvariantCulture) ?? "-";
}
