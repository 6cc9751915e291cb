namespace SageServe.Simulator.Tests;

public sealed class ProgressTests
{
    private sealed class Heard : IProgress<SimulationProgress>
    {
        public List<SimulationProgress> All { get; } = [];

        public Action? Then { get; set; }

        public void Report(SimulationProgress value)
        {
            All.Add(value);
            Then?.Invoke();
        }
    }

    private static SimulationScenario Busy() => SmallWorld.Scenario(SmallWorld.Random(new RandomStream(5), 8, 60), east: 3, west: 3);

    [Fact]
    public void A_run_tells_how_far_it_is_and_is_not_changed_by_it()
    {
        var heard = new Heard();
        var report = Simulation.Run(Busy(), 1, heard, TestContext.Current.CancellationToken);
        Assert.Equal(Simulation.Run(Busy(), 1).ToJson(), report.ToJson());
        Assert.InRange(heard.All.Count, 50, 600);
        Assert.Equal(heard.All.OrderBy(p => p.Share).ThenBy(p => p.Requests), heard.All);
        Assert.InRange(heard.All[^1].Share, 0.9, 1);
        Assert.InRange(heard.All[^1].Requests, report.Requests / 2, report.Requests);
    }

    [Fact]
    public void A_cancelled_run_ends_without_a_report()
    {
        using var stop = new CancellationTokenSource();
        var heard = new Heard { Then = stop.Cancel };
        Assert.Throws<OperationCanceledException>(() => Simulation.Run(Busy(), 1, heard, stop.Token));
        Assert.Single(heard.All);
    }

    [Fact]
    public void Without_checkers_the_report_is_the_same() =>
        Assert.Equal(Simulation.Run(Busy(), 1).ToJson(), Simulation.Run(Busy() with { Checks = false }, 1).ToJson());

    [Fact]
    public void A_finer_beat_tells_more_often_and_changes_no_answer_of_an_idle_replica()
    {
        var requests = Enumerable.Range(0, 10).Select(i => SmallWorld.Request(1 + i * 4, output: 200)).ToList();
        var coarse = Simulation.Run(SmallWorld.Scenario(requests), 1);
        var fine = Simulation.Run(SmallWorld.Scenario(requests) with { ProgressInterval = TimeSpan.FromMilliseconds(50) }, 1);
        Assert.True(fine.Events > coarse.Events + 200, $"{fine.Events} and {coarse.Events}");
        Assert.Equal((coarse with { Events = 0 }).ToJson(), (fine with { Events = 0 }).ToJson());
    }
}
