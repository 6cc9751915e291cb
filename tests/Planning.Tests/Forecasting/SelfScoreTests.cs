namespace SageServe.Planning.Tests;

public sealed class SelfScoreTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Fact]
    public void It_loses_only_when_clearly_worse_and_comes_back_only_when_better()
    {
        var score = new SelfScore();
        Assert.Null(score.Error);
        var at = Add(score, TestWorld.Start, 60, forecast: 105, last: 110);
        Assert.False(score.Loses);
        Assert.Equal(0.05, score.Error!.Value, 6);

        at = Add(score, at, 60, forecast: 120, last: 110);
        Assert.True(score.Loses);
        Assert.True(score.OverLastValue > 1.1);

        // Worse than the last value by less than the limit: between the two nothing changes.
        at = Add(score, at, 200, forecast: 110.5, last: 110);
        Assert.True(score.Loses);
        Add(score, at, 200, forecast: 105, last: 110);
        Assert.False(score.Loses);
    }

    private static Instant Add(SelfScore score, Instant at, int count, double forecast, double last)
    {
        for (var i = 0; i < count; i++)
        {
            score.Add(100, forecast, last, isInside: true, at += Hour);
        }

        return at;
    }
}
