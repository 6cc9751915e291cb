namespace SageServe.Cli.Tests;

public sealed class SweepGridTests
{
    private static readonly IScenarioSource Source = ScenarioLibrary.Find("paper");

    [Fact]
    public void Several_sweeps_make_a_grid()
    {
        var variants = SweepGrid.Variants(Source, ["planning.target-use=0.5,0.7", "planning.max-step=1, 2,3"]);
        Assert.Equal(6, variants.Count);
        Assert.Equal("planning.target-use=0.5, planning.max-step=1", variants[0].Name);
        Assert.Equal("planning.target-use=0.7, planning.max-step=3", variants[^1].Name);
        Assert.Equal(3, variants[^1].Source.Build(1).Planning!.MaxStep);
        Assert.Equal(0.7, variants[^1].Source.Build(1).Planning!.TargetUse);
    }

    [Theory]
    [InlineData("at most 200", "planning.max-step=1,2,3,4,5,6,7,8,9,10,11,12,13,14,15", "planning.target-use=.1,.2,.3,.4,.5,.6,.7,.8,.9,.11,.22,.33,.44,.55")]
    [InlineData("twice", "planning.max-step=1", "planning.max-step=2")]
    [InlineData("empty value", "planning.max-step=1,,2")]
    [InlineData("not understood", "=1")]
    public void A_grid_that_is_wrong_or_too_large_is_refused(string sentence, params string[] sweeps) =>
        Assert.Contains(sentence, Assert.Throws<BadInputException>(() => SweepGrid.Variants(Source, sweeps)).Message, StringComparison.Ordinal);
}
