namespace SageServe.EngineModel.Tests;

public sealed class StepCurveTests
{
    [Fact]
    public void It_is_the_line_of_the_step_table_at_every_size() => Seeds.Check(50, (_, random) =>
    {
        var points = new List<StepPoint>();
        var last = 0.0;
        for (var i = random.NextInt(10); i >= 0; i--)
        {
            last += 0.5 + random.NextInt(1 << random.NextInt(14));
            points.Add(new StepPoint(last, random.NextDouble() + 0.001));
        }

        var curve = new StepCurve([.. points]);
        for (var n = 0; n < 500; n++)
        {
            var size = 1 + random.NextInt(1 << (1 + random.NextInt(19)));
            Assert.Equal(StepTable.Seconds([.. points], size), curve.Seconds(size), 9);
        }

        Assert.All(points, p => Assert.Equal(StepTable.Seconds([.. points], Math.Ceiling(p.Size)), curve.Seconds((int)Math.Ceiling(p.Size)), 9));
    });

    [Fact]
    public void The_largest_step_has_a_time() =>
        Assert.True(new StepCurve([new(1, 1), new(2, 2)]).Seconds(int.MaxValue) > 1e9);
}
