using System.Text.Json;

namespace SageServe.Routing.Tests;

public sealed class ProgressTests
{
    private static FlowInput Input(params RequestProgress[] progress) =>
        new() { Kind = FlowInputKind.Progressed, Now = new Instant(638_000_000_000_000_001), Sequence = 7, Draw = 3, Progress = progress };

    [Fact]
    public void Progress_of_many_reads_back_equal()
    {
        RequestProgress[] progress = [new(new RequestId("r\"1"), 17), new(new RequestId("r2"), 4)];
        using var json = JsonDocument.Parse(FlowText.Of(Input(progress)));
        var read = FlowJson.ReadInput(json.RootElement);
        Assert.Equal(progress, read.Progress);
        Assert.Equal(Input() with { Progress = null }, read with { Progress = null });
    }

    [Fact]
    public void An_input_tells_of_a_limited_number_of_requests()
    {
        var flow = new ModelFlow(TestCatalog.Model, TestCatalog.East, TestCatalog.Value, new ModelFlowOptions());
        var many = Enumerable.Range(0, FlowLimits.MaxProgress + 1).Select(i => new RequestProgress(new RequestId($"r{i}"), 1)).ToArray();
        flow.Apply(Input(many[1..]), new FlowEffectBuffer());
        Assert.Throws<InvariantException>(() => flow.Apply(Input(many), new FlowEffectBuffer()));
    }
}
