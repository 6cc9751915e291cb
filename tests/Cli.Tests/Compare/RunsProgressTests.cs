namespace SageServe.Cli.Tests;

public sealed class RunsProgressTests
{
    private readonly ManualTimeProvider _clock = new();
    private readonly List<string> _lines = [];
    private (double Share, string Left) _bar;

    [Fact]
    public void The_rest_is_as_slow_as_what_is_done()
    {
        var progress = Progress(runs: 4, told: r => $"run {r.Seed}");
        progress.Started(new(0, 0, 0));
        progress.Started(new(0, 1, 0));
        _clock.Advance(TimeSpan.FromSeconds(10));
        progress.Progressed(new(0, 0, 0), 0.5);
        progress.Progressed(new(0, 1, 0), 0.5);
        Assert.Equal((0.25, "about 30 s left"), _bar);
        Assert.Empty(_lines);

        _clock.Advance(TimeSpan.FromSeconds(10));
        progress.Progressed(new(0, 1, 0), 1);
        progress.Ended(Run(new(0, 0, 0)));
        Assert.Equal((0.5, "about 20 s left"), _bar);
        Assert.Equal(["1/4 run 1 (20 s; about 20 s left)", "All 4 runs will take about 40 s with 2 at once."], _lines);
    }

    [Fact]
    public void A_long_run_gives_a_sign_of_life_every_half_minute()
    {
        var progress = Progress(runs: 1, told: _ => null);
        progress.Started(default);
        progress.Progressed(default, 0);
        Assert.Equal((0, "just begun"), _bar);
        for (var second = 1; second <= 70; second++)
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            progress.Progressed(default, second / 100.0);
        }

        Assert.Equal(["31 % done, about 69 s left", "62 % done, about 38 s left"], _lines);
        progress.Ended(Run(default));
        Assert.Equal(2, _lines.Count);
        Assert.Equal((1, "about 0 ms left"), (_bar.Share, _bar.Left));
    }

    private RunsProgress Progress(int runs, Func<ComparisonRun, string?> told) => new(runs, 2, (share, left) => _bar = (share, left), _lines.Add, told, _clock);

    private static ComparisonRun Run(ComparisonKey key) => new() { Key = key, Seed = 1 };
}
