using System.Globalization;
using System.Text;

namespace SageServe.Cli;

/// <summary>One story as a timeline in words; times count from the arrival.</summary>
internal static class StoryText
{
    public static string Of(RequestStory story)
    {
        var text = new StringBuilder();
        var client = story.ClientId is { } id ? $" (client's id {id})" : "";
        text.AppendLine(CultureInfo.InvariantCulture, $"Request {story.Id}{client}, as the gateway of {story.Region} tells it");
        text.AppendLine(CultureInfo.InvariantCulture, $"  {Facts(story)}");
        text.AppendLine(CultureInfo.InvariantCulture, $"  {Origin(story)}");
        text.AppendLine();
        Line(text, story, story.Arrived, $"arrived, {story.Arrived.ToDateTimeOffset():yyyy-MM-dd HH:mm:ss.fff}Z; {(story.Tier.IsInteractive() ? "its first token" : "its end")} is due by {Offset(story, story.Deadline)}");
        for (var i = 0; i < story.Steps.Length; i++)
        {
            if (story.OmittedSteps > 0 && i == story.Steps.Length - 1)
            {
                text.AppendLine(CultureInfo.InvariantCulture, $"             ({story.OmittedSteps} steps are not remembered)");
            }

            Append(text, story, story.Steps[i]);
        }

        text.AppendLine();
        return text.AppendLine("  " + End(story)).ToString();
    }

    public static string Offset(RequestStory story, Instant at)
    {
        var span = at - story.Arrived;
        return span >= TimeSpan.FromMinutes(10)
            ? string.Create(CultureInfo.InvariantCulture, $"+{span.TotalMinutes:0.0} min")
            : string.Create(CultureInfo.InvariantCulture, $"{span.TotalSeconds:+0.000;-0.000;+0.000} s");
    }

    private static void Append(StringBuilder text, RequestStory story, StoryStep step)
    {
        Line(text, story, step.At, StepText.Of(story, step));
        foreach (var code in step.Reasons?.Codes() ?? [])
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"{"",15}{code.Name()}: {code.Sentence()}");
        }
    }

    private static void Line(StringBuilder text, RequestStory story, Instant at, string words) =>
        text.AppendLine(CultureInfo.InvariantCulture, $"{Offset(story, at),11}  {words}");

    private static string Facts(RequestStory story)
    {
        var output = story.ExpectedOutputTokens > 1 ? string.Create(CultureInfo.InvariantCulture, $", {story.ExpectedOutputTokens:N0} output tokens expected") : "";
        var adapter = story.Adapter is { } name ? $", adapter {name}" : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{story.Path ?? "a request"} of {story.Tenant} for {story.Model}{adapter}, tier {story.Tier.WireName()}, {(story.Streaming ? "stream" : "no stream")}; about {story.PromptTokens:N0} prompt tokens{output}");
    }

    private static string Origin(RequestStory story)
    {
        var allowed = story.AllowedRegions.IsDefaultOrEmpty ? "any region may see it" : "only these regions may see it: " + string.Join(", ", story.AllowedRegions);
        var came = story.Relayed ? $"relayed here from {story.Origin}, where it entered" : $"entered here, in {story.Origin}; {allowed}";
        return came + (story.HasSession ? "; it belongs to a session" : "");
    }

    private static string End(RequestStory story)
    {
        if (story.End is not { } end)
        {
            return story.IsOver ? "It is over here." : "It is not over yet.";
        }

        List<string> figures = [string.Create(CultureInfo.InvariantCulture, $"{end.Outcome}{(end.Status is { } status ? $" with status {status}" : "")} after {end.TotalSeconds:0.000} s")];
        Add(figures, end.HeldSeconds > 0, $"held {end.HeldSeconds:0.000} s");
        Add(figures, end.TtftSeconds is not null, $"first token after {end.TtftSeconds:0.000} s");
        Add(figures, end.OverheadSeconds is not null, $"the gateway's own time {end.OverheadSeconds * 1000:0.0} ms");
        Add(figures, end.Attempts > 0, $"{end.Attempts} attempt{(end.Attempts == 1 ? "" : "s")}");
        Add(figures, end.PromptTokens is not null, $"{end.PromptTokens:N0} prompt tokens by the engine's count");
        Add(figures, end.OutputTokens > 0, $"{end.OutputTokens:N0} output tokens");
        return string.Join(", ", figures) + ".";
    }

    private static void Add(List<string> figures, bool known, FormattableString text)
    {
        if (known)
        {
            figures.Add(text.ToString(CultureInfo.InvariantCulture));
        }
    }
}
