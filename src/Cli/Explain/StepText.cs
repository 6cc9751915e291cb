using System.Globalization;

namespace SageServe.Cli;

/// <summary>One step of a story in words.</summary>
internal static class StepText
{
    public static string Of(RequestStory story, StoryStep step) => step.Kind switch
    {
        StoryStepKind.Queued => "waits in the queue of patient work for its release",
        StoryStepKind.Held => $"held at the gateway, until {StoryText.Offset(story, step.Until ?? story.Arrived)} at the longest",
        StoryStepKind.Forwarded => $"sent to replica {step.Instance} (attempt {step.Attempt})",
        StoryStepKind.Relayed => $"relayed to the gateway of {step.Region} (attempt {step.Attempt})",
        StoryStepKind.AttemptEnded => "the attempt ended: " + Ended(step),
        StoryStepKind.GivenBack => "given back to the queue of patient work",
        StoryStepKind.Refused => Refused(step),
        _ => $"finished: {step.Outcome}",
    };

    private static string Refused(StoryStep step)
    {
        var code = step.Code is { } text ? $" ({text})" : "";
        var outcome = step.Outcome is { } how ? $": {how}" : "";
        return $"refused with {step.Status}{code}{outcome}{Seconds(step.RetryAfterSeconds, "; a retry may succeed in")}";
    }

    private static string Ended(StoryStep step)
    {
        var answer = step.Status is { } status ? $" (it answered {status})" : "";
        var rest = Seconds(step.RetryAfterSeconds, "; it asked to be left alone for");
        return step.Ended switch
        {
            AttemptOutcome.Succeeded => "the answer was passed on" + answer,
            AttemptOutcome.ConnectFailed => "no connection",
            AttemptOutcome.ConnectTimedOut => "no connection in time",
            AttemptOutcome.UpstreamRefused => $"refused{answer}{rest}",
            AttemptOutcome.BrokenBeforeFirstByte => "broke off before a byte of the answer came" + answer,
            AttemptOutcome.BrokenAfterFirstByte => "broke off in the middle of the answer",
            AttemptOutcome.FirstTokenTimedOut => "no byte of the answer in time",
            AttemptOutcome.GapTimedOut => "the answer fell silent",
            AttemptOutcome.TimedOut => "the time for the whole answer was over",
            AttemptOutcome.ClientLeft => "the client left",
            AttemptOutcome.RefusedAsInvalid => "the engine refuses the request itself" + answer,
            AttemptOutcome.Cancelled => "the gateway took it back",
            AttemptOutcome.Hung => "taken back from a replica that hangs",
            _ => $"{step.Ended}",
        };
    }

    private static string Seconds(double? seconds, string words) =>
        seconds is { } value ? string.Create(CultureInfo.InvariantCulture, $"{words} {value:0.###} s") : "";
}
