namespace SageServe.Gateway.Tests;

public sealed class LineVerdictTests
{
    [Theory]
    [InlineData(RequestOutcome.Completed, 200, 1, "Record", "Completed", null)]
    [InlineData(RequestOutcome.Completed, 400, 1, "Record", "Failed", null)]
    [InlineData(RequestOutcome.Completed, 429, 1, "Retry", "Failed", null)]
    [InlineData(RequestOutcome.Completed, 503, 3, "Retry", "Failed", null)]
    [InlineData(RequestOutcome.Completed, 503, 4, "Record", "Failed", null)]
    [InlineData(RequestOutcome.Invalid, 0, 1, "Record", "Failed", "invalid_request")]
    [InlineData(RequestOutcome.UpstreamFailed, 0, 3, "Retry", "Failed", null)]
    [InlineData(RequestOutcome.UpstreamFailed, 0, 4, "Record", "Failed", "upstream_failed")]
    [InlineData(RequestOutcome.TimedOut, 0, 4, "Record", "Failed", "request_timeout")]
    [InlineData(RequestOutcome.Evicted, 0, 9, "PutBack", "Failed", null)]
    [InlineData(RequestOutcome.NoReplica, 0, 9, "PutBack", "Failed", null)]
    [InlineData(RequestOutcome.ShuttingDown, 0, 9, "PutBack", "Failed", null)]
    public void What_follows_from_a_run(RequestOutcome outcome, int status, int attempt, string step, string end, string? code)
    {
        var verdict = LineVerdict.Of(new DeferredResult(outcome, status, default, null), attempt, maxAttempts: 4);
        Assert.Equal((step, end, code), (verdict.Step.ToString(), verdict.Outcome.ToString(), verdict.ErrorCode));
    }
}
