using System.Globalization;

namespace SageServe.Cli;

/// <summary>One load on one fleet.</summary>
/// <param name="Series">The course.</param>
/// <param name="Replicas">That its busiest half hour fills to what the clairvoyant bound plans with.</param>
/// <param name="ColdStart">Of a replica.</param>
/// <param name="Hours">That are run; null for all days of the series.</param>
internal sealed record SavingsCase(SavingsSeries Series, int Replicas, TimeSpan ColdStart, int? Hours = null)
{
    /// <summary>Requests a second that a replica carries at 85 % of its rated throughput, at these sizes.</summary>
    private const double RequestsPerReplica = 0.33;

    private static readonly TimeSpan Span = TimeSpan.FromMinutes(30);

    public string Name => string.Create(CultureInfo.InvariantCulture, $"{Series.Name}, {Replicas} replicas, {ColdStart.TotalSeconds:0} s");

    /// <summary>The scenario, scaled; reads its arrivals once. Thread-safe.</summary>
    public IScenarioSource Source(string? data)
    {
        var source = ScenarioLibrary.Find("savings", data).With(
        [
            new("load", Series.Load),
            new("start", Series.Start),
            new("duration", Text($"{Hours ?? Series.Days * 24}h")),
            new("history", Text($"{Series.HistoryDays}d")),
            new("catalog.profiles.0.cold-start", Text($"{ColdStart.TotalSeconds}s")),
        ]);
        var (first, peak) = Rates(source.With("load-scale", "20").Build(1));
        return source.With(
        [
            new("load-scale", Text($"{20 * Replicas * RequestsPerReplica / peak}")),
            new("pools.0.max", Text($"{Replicas * 2 + 2}")),
            new("pools.0.initial", Text($"{Math.Clamp(Math.Ceiling(Replicas * first / peak * 1.2), 1, Replicas * 2)}")),
            new("capacity.0.replicas", Text($"{Replicas * 2 + 2}")),
        ]);
    }

    /// <summary>Requests a second in the first and in the busiest half hour, by a load large enough to have no chance in it.</summary>
    private static (double First, double Peak) Rates(SimulationScenario scenario)
    {
        var counts = new double[(int)Math.Ceiling(scenario.Duration / Span)];
        foreach (var arrival in scenario.Arrivals)
        {
            counts[(int)((arrival.At - scenario.Start) / Span)]++;
        }

        return (counts[0] / Span.TotalSeconds, counts.Max() / Span.TotalSeconds);
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
