using SageServe.Simulator;
using SageServe.Simulator.Tests;

namespace SageServe.Parity.Tests;

public sealed class SimulatedParityTests
{
    [Fact]
    public void A_recorded_run_replays_to_the_same_effects_in_both_rooms() => Seeds.Check(3, (seed, _) =>
    {
        var (report, lines) = RecordedRun.Record(seed);
        var result = Replay.Run(SmallWorld.Catalog, lines);
        Assert.Empty(result.Differences);
        Assert.Equal((lines.Count, 0), (result.Records, result.Skipped));
        Assert.True(result.Replayed > report.Requests * 2);
        var rooms = lines.Select(RecordedRun.Parse).Select(r => r.Room).Distinct();
        Assert.Equal(["planning", "routing"], rooms.Order());
    });

    [Fact]
    public void Two_runs_of_one_seed_write_the_same_log_and_report() => Seeds.Check(2, (seed, _) =>
    {
        var first = RecordedRun.Record(seed);
        var second = RecordedRun.Record(seed);
        Assert.Equal(first.Lines, second.Lines);
        Assert.Equal(first.Report.ToJson(), second.Report.ToJson());
    });

    [Fact]
    public void Recording_changes_nothing()
    {
        var recorded = RecordedRun.Record(4).Report.ToJson();
        Assert.Equal(recorded, Simulation.Run(RecordedRun.Scenario(4), 4).ToJson());
    }

    [Fact]
    public void A_changed_input_is_found_with_its_line()
    {
        var (_, lines) = RecordedRun.Record(1);
        var line = lines.FindIndex(l => l.Contains("\"kind\":\"Forward\"", StringComparison.Ordinal));
        lines[line] = lines[line].Replace("\"instance\":\"", "\"instance\":\"not-", StringComparison.Ordinal);
        var difference = Assert.Single(Replay.Run(SmallWorld.Catalog, lines).Differences);
        Assert.Equal((line + 1, "routing"), (difference.Line, difference.Room));
        Assert.NotEqual(difference.Recorded, difference.Replayed);
    }

    [Fact]
    public void After_a_gap_nothing_is_claimed()
    {
        var (_, lines) = RecordedRun.Record(1);
        var key = RecordedRun.Parse(lines.Last(l => l.Contains("\"routing\"", StringComparison.Ordinal))).Key;
        var own = lines.FindIndex(l => RecordedRun.Parse(l).Key == key && RecordedRun.Parse(l).Sequence == 10);
        var after = lines.Skip(own + 1).Count(l => RecordedRun.Parse(l).Key == key);
        lines.RemoveAt(own);
        var result = Replay.Run(SmallWorld.Catalog, lines);
        Assert.Empty(result.Differences);
        Assert.Equal(after, result.Skipped);
    }

    [Fact]
    public void A_line_that_is_no_record_is_named()
    {
        var error = Assert.Throws<System.Text.Json.JsonException>(() => Replay.Run(SmallWorld.Catalog, ["", "{\"room\":3}"]));
        Assert.StartsWith("Line 2 is no decision record", error.Message, StringComparison.Ordinal);
    }
}
