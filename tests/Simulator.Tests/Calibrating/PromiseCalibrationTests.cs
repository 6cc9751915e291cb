using SageServe.Routing;

namespace SageServe.Simulator.Tests;

/// <summary>
/// What clients are told at submission holds as often as it says, under the release rule that gateways have unless told otherwise
/// (`sageserve bench promise` runs more and longer ones of these worlds).
/// </summary>
public sealed class PromiseCalibrationTests
{
    [Theory]
    [InlineData("standing", 0.3)]
    [InlineData("tight", 0.3)]
    [InlineData("restless", 0.3)]
    [InlineData("misjudged", 0.4)]
    [InlineData("planned", 0.6)]
    public void Half_of_the_batches_are_done_by_their_p50_and_nine_in_ten_by_their_p90(string world, double error)
    {
        var report = CalibrationReport.Of([.. Batches(World(world) with { Days = 4 }, seeds: 1)]);

        Assert.True(report.Batches > 100, $"{world}: {report.Batches} batches");
        Assert.InRange(report.DoneByP90, 0.84, 0.99);

        // Where a planner moves the fleet it grows for what waits, which the promise does not count on.
        Assert.InRange(report.DoneByP50, 0.35, world is "planned" ? 0.75 : 0.70);
        Assert.True(report.FeasibleInTime > 0.93, $"{world}: {report.FeasibleInTime:P1} of those called feasible ended in time");

        // Told of as they run: half-way the end is known better than at first, and neither is padded beyond use.
        Assert.True(report.HalfwayError < report.FirstError, $"{world}: {report.HalfwayError:0.00} against {report.FirstError:0.00}");
        Assert.InRange(report.P90OverActual, 1, 3.6);
        Assert.True(report.FirstError < error, $"{world}: p50 is off by {report.FirstError:P0} of the time taken");
    }

    [Fact]
    public void Same_seed_same_answers()
    {
        var options = new CalibrationOptions { Days = 0.5, Replicas = 1 };
        Assert.Equal(Batches(options, 1), Batches(options, 1));
    }

    /// <summary>As the bench has them.</summary>
    private static CalibrationOptions World(string name) => name switch
    {
        "tight" => new CalibrationOptions { PatientShare = 0.6 },
        "restless" => new CalibrationOptions { DaySpread = 0.4 },
        "misjudged" => new CalibrationOptions { BatchSpread = 0.6 },
        "planned" => new CalibrationOptions { Planned = true, Replicas = 4 },
        _ => new CalibrationOptions(),
    };

    private static List<CalibrationBatch> Batches(CalibrationOptions options, int seeds) =>
        [.. Enumerable.Range(1, seeds).SelectMany(seed => PromiseCalibration.Run(options, new PromiseOptions(), (ulong)seed))];
}
