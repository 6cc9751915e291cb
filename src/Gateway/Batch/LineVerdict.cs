namespace SageServe.Gateway;

/// <summary>Decides what follows from one run of a line.</summary>
/// <param name="Step">What follows.</param>
/// <param name="Outcome">With <see cref="LineStep.Record"/>: how it ended.</param>
/// <param name="ErrorCode">With <see cref="LineStep.Record"/> and no answer to show: the error's code.</param>
internal readonly record struct LineVerdict(LineStep Step, LineOutcome Outcome = LineOutcome.Failed, string? ErrorCode = null)
{
    /// <param name="result">What came of the run.</param>
    /// <param name="attempt">Number of this attempt, from 1.</param>
    /// <param name="maxAttempts">Attempts that a line has.</param>
    public static LineVerdict Of(DeferredResult result, int attempt, int maxAttempts)
    {
        var isLast = attempt >= maxAttempts;
        switch (result.Outcome)
        {
            case RequestOutcome.Completed when result.Status is >= 200 and < 300:
                return new LineVerdict(LineStep.Record, LineOutcome.Completed);
            case RequestOutcome.Completed or RequestOutcome.Invalid when result.Status > 0:
                return IsPassing(result.Status) && !isLast ? new LineVerdict(LineStep.Retry) : new LineVerdict(LineStep.Record);
            case RequestOutcome.Completed or RequestOutcome.Invalid:
                return new LineVerdict(LineStep.Record, ErrorCode: "invalid_request");
            case RequestOutcome.UpstreamFailed or RequestOutcome.StreamBroken or RequestOutcome.TimedOut:
                var code = result.Outcome == RequestOutcome.TimedOut ? "request_timeout" : "upstream_failed";
                return isLast ? new LineVerdict(LineStep.Record, ErrorCode: result.Status > 0 ? null : code) : new LineVerdict(LineStep.Retry);
            default:
                return new LineVerdict(LineStep.PutBack);
        }
    }

    /// <summary>Statuses that another attempt may turn into an answer.</summary>
    private static bool IsPassing(int status) => status is 408 or 409 or 429 or >= 500;
}
