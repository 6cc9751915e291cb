using System.Collections.Immutable;

namespace SageServe.Simulator;

/// <summary>How far the answers at submission can be trusted. Shares are of batches that were told something.</summary>
public sealed record CalibrationReport
{
    /// <summary>Batches that were told something when they were submitted.</summary>
    public required int Batches { get; init; }

    /// <summary>Share that was done by its p50; 0.5 is perfect.</summary>
    public required double DoneByP50 { get; init; }

    /// <summary>Share that was done by its p90; 0.9 is perfect.</summary>
    public required double DoneByP90 { get; init; }

    /// <summary>Batches that were called feasible, and the share of these that ended in time.</summary>
    public required int Feasible { get; init; }

    public required double FeasibleInTime { get; init; }

    /// <summary>Of those called infeasible, the share that ended in time all the same.</summary>
    public required double InfeasibleInTime { get; init; }

    /// <summary>Median of the time told (p90) over the time that it took: how much is added for safety.</summary>
    public required double P90OverActual { get; init; }

    /// <summary>Median distance of p50 from the end, as a share of the time that it took.</summary>
    public required double FirstError { get; init; }

    /// <summary>The same of what was told when half was done, as a share of the same time.</summary>
    public required double HalfwayError { get; init; }

    /// <summary>Windows, ascending, with the share of their batches that was done by p50 and by p90.</summary>
    public required ImmutableArray<CalibrationWindow> Windows { get; init; }

    /// <param name="batches">Of one run or of several.</param>
    public static CalibrationReport Of(ImmutableArray<CalibrationBatch> batches)
    {
        var told = batches.Where(b => b.First is not null).ToList();
        var feasible = told.Where(b => b.First!.Value.OnTime >= 0.9).ToList();
        return new CalibrationReport
        {
            Batches = told.Count,
            DoneByP50 = Share(told, ByP50),
            DoneByP90 = Share(told, ByP90),
            Feasible = feasible.Count,
            FeasibleInTime = Share(feasible, b => b.IsInTime),
            InfeasibleInTime = Share([.. told.Except(feasible)], b => b.IsInTime),
            P90OverActual = Median(told.Where(b => b is { Finished: not null, First.P90: not null }).Select(b => (b.First!.Value.P90!.Value - b.Submitted) / Took(b))),
            FirstError = Median(told.Where(b => b is { Finished: not null, First.P50: not null }).Select(b => Math.Abs((b.First!.Value.P50!.Value - b.Finished!.Value) / Took(b)))),
            HalfwayError = Median(told.Where(b => b is { Finished: not null, Halfway.P50: not null }).Select(b => Math.Abs((b.Halfway!.Value.P50!.Value - b.Finished!.Value) / Took(b)))),
            Windows = [.. told.GroupBy(b => b.Window).OrderBy(g => g.Key).Select(g => new CalibrationWindow(g.Key, g.Count(), Share([.. g], ByP50), Share([.. g], ByP90)))],
        };
    }

    private static bool ByP50(CalibrationBatch batch) => batch.Finished is { } end && end <= (batch.First!.Value.P50 ?? Instant.Max);

    private static bool ByP90(CalibrationBatch batch) => batch.Finished is { } end && end <= (batch.First!.Value.P90 ?? Instant.Max);

    private static TimeSpan Took(CalibrationBatch batch) => batch.Finished!.Value - batch.Submitted;

    private static double Share(List<CalibrationBatch> batches, Func<CalibrationBatch, bool> which) =>
        batches.Count == 0 ? double.NaN : batches.Count(which) / (double)batches.Count;

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted.Count == 0 ? double.NaN : sorted[sorted.Count / 2];
    }
}
