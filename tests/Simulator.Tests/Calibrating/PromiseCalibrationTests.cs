using SageServe.Routing;

namespace SageServe.Simulator.Tests;

/// <summary>What clients are told at submission holds as often as it says (`sageserve bench promise` runs more and longer ones).</summary>
public sealed class PromiseCalibrationTests
{
    [Fact]
    public void Batches_are_done_by_their_p90_nine_times_in_ten_on_a_fleet_that_stands()
    {
        var report = CalibrationReport.Of([.. Batches(new CalibrationOptions { Days = 4, Replicas = 1 }, seeds: 3)]);

        Assert.True(report.Batches > 350, $"{report.Batches} batches");
        Assert.InRange(report.DoneByP90, 0.84, 0.97);
        Assert.InRange(report.DoneByP50, 0.35, 0.72);
        Assert.True(report.FeasibleInTime > 0.93, $"{report.FeasibleInTime:P1} of those called feasible ended in time");

        // Told of as they run: half-way the end is known better than at first, and neither is padded beyond use.
        Assert.True(report.HalfwayError < report.FirstError, $"{report.HalfwayError:0.00} against {report.FirstError:0.00}");
        Assert.InRange(report.P90OverActual, 1, 2.5);
    }

    [Fact]
    public void A_planner_that_moves_the_fleet_makes_answers_careful_not_wrong()
    {
        var report = CalibrationReport.Of([.. Batches(new CalibrationOptions { Days = 3, Replicas = 3, Planned = true }, seeds: 1)]);

        Assert.InRange(report.DoneByP90, 0.84, 1);
        Assert.InRange(report.DoneByP50, 0.35, 0.92);
        Assert.True(report.FeasibleInTime > 0.93, $"{report.FeasibleInTime:P1} of those called feasible ended in time");
    }

    [Fact]
    public void Same_seed_same_answers()
    {
        var options = new CalibrationOptions { Days = 0.5, Replicas = 1 };
        Assert.Equal(Batches(options, 1), Batches(options, 1));
    }

    private static List<CalibrationBatch> Batches(CalibrationOptions options, int seeds) =>
        [.. Enumerable.Range(1, seeds).SelectMany(seed => PromiseCalibration.Run(options, new PromiseOptions(), (ulong)seed))];
}
