namespace SageServe.Gateway.Tests;

public sealed class BatchMarksTests
{
    private static readonly BatchDocument Card = new()
    {
        Id = "batch_1",
        Endpoint = "/v1/chat/completions",
        InputFileId = "file-1",
        CompletionWindow = "24h",
        Status = BatchStatus.Validating,
        CreatedAt = 100,
        ExpiresAt = 86500,
        RequestCounts = new BatchCounts(0, 0, 0),
    };

    private static readonly InProgressMark InProgress = new(110, "a", "llama", "fast", 7, 5);
    private static readonly CancellingMark Cancelling = new(120, "b");

    private static FinalizingMark Finalizing(BatchStatus end) => new(130, "c", end, true, []);

    [Fact]
    public void The_state_follows_from_the_marks_alone()
    {
        Assert.Equal(BatchStatus.Validating, BatchMarks.None.Status);
        Assert.Equal(BatchStatus.InProgress, (BatchMarks.None with { InProgress = InProgress }).Status);
        Assert.Equal(BatchStatus.Cancelling, (BatchMarks.None with { Cancelling = Cancelling }).Status);
        Assert.Equal(BatchStatus.Cancelling, (BatchMarks.None with { InProgress = InProgress, Cancelling = Cancelling }).Status);
        Assert.Equal(BatchStatus.Cancelling, (BatchMarks.None with { InProgress = InProgress, Finalizing = Finalizing(BatchStatus.Cancelled) }).Status);
        Assert.Equal(BatchStatus.InProgress, (BatchMarks.None with { InProgress = InProgress, Finalizing = Finalizing(BatchStatus.Expired) }).Status);
        var ended = BatchMarks.None.StampEnd(Card, BatchStatus.Failed, 140);
        Assert.Equal(BatchStatus.Failed, (BatchMarks.None with { Cancelling = Cancelling, End = new EndMark("a", ended) }).Status);
    }

    [Fact]
    public void A_cancel_that_came_after_the_last_line_changes_nothing()
    {
        var marks = BatchMarks.None with { InProgress = InProgress, Cancelling = Cancelling, Finalizing = Finalizing(BatchStatus.Completed) };
        Assert.Equal(BatchStatus.Finalizing, marks.Status);
        var batch = marks.StampEnd(Card, BatchStatus.Completed, 140);
        Assert.Equal((null, 110, 130, 140), (batch.CancellingAt, batch.InProgressAt, batch.FinalizingAt, batch.CompletedAt));
    }

    [Theory]
    [InlineData("Expired")]
    [InlineData("Cancelled")]
    public void An_early_end_has_its_own_time_and_no_finalizing(string end)
    {
        var status = Enum.Parse<BatchStatus>(end);
        var marks = BatchMarks.None with { InProgress = InProgress, Cancelling = status == BatchStatus.Cancelled ? Cancelling : null, Finalizing = Finalizing(status) };
        var batch = marks.StampEnd(Card, status, 140);
        Assert.Equal((status, null, null), (batch.Status, batch.FinalizingAt, batch.CompletedAt));
        Assert.Equal(status == BatchStatus.Cancelled ? (120, 140, null) : ((long?)null, (long?)null, (long?)140), (batch.CancellingAt, batch.CancelledAt, batch.ExpiredAt));
        Assert.Equal("fast", batch.Model);
    }
}
