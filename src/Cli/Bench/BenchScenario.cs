using System.Globalization;

namespace SageServe.Cli;

/// <summary>A scenario cut, or made longer, to a number of requests.</summary>
internal sealed class BenchScenario
{
    private const int MostAttempts = 6;

    /// <summary>Longer than what is asked for by this much, as the days of a week differ.</summary>
    private const double Spare = 1.15;

    private readonly IScenarioSource _source;
    private readonly ulong _seed;
    private readonly int? _requests;
    private readonly TimeSpan _duration;

    /// <param name="options">Which scenario, and what is changed in it.</param>
    /// <param name="most">How many requests; null leaves it as it is.</param>
    /// <param name="stop">Ends the counting of arrivals.</param>
    /// <exception cref="BadInputException">The scenario can't be had, or can't be made to bring this many requests.</exception>
    public BenchScenario(SimulatorBenchOptions options, int? most, CancellationToken stop)
    {
        _seed = options.Seed;
        _requests = most;
        _source = Changed(ScenarioLibrary.Find(options.Scenario), options);
        if (most is not { } requests)
        {
            return;
        }

        for (var attempt = 0; attempt < MostAttempts; attempt++)
        {
            var scenario = _source.Build(_seed);
            var (count, last) = Count(scenario, requests, stop);
            if (count == requests)
            {
                // The last one arrives at the end, so that the run has the load of the scenario throughout.
                _duration = last - scenario.Start;
                return;
            }

            var longer = scenario.Duration * (Spare * requests / Math.Max(1, count));
            _source = _source.With("duration", string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(longer.TotalMinutes)}m"));
        }

        throw new BadInputException($"The scenario '{options.Scenario}' does not bring {requests} requests, however long it is made. Ask for fewer with --requests.");
    }

    /// <summary>A fresh one, with its arrivals unread.</summary>
    public SimulationScenario Build(bool checks)
    {
        var scenario = _source.Build(_seed);
        return _requests is { } most
            ? scenario with { Duration = _duration, Arrivals = scenario.Arrivals.Take(most), Checks = checks }
            : scenario with { Checks = checks };
    }

    private static IScenarioSource Changed(IScenarioSource source, SimulatorBenchOptions options)
    {
        foreach (var change in options.Strategy is { } strategy ? [.. options.Set, "planning.strategy=" + strategy] : options.Set)
        {
            var at = change.IndexOf('=', StringComparison.Ordinal);
            source = at > 0 ? source.With(change[..at], change[(at + 1)..]) : throw new BadInputException($"--set '{change}' is not understood. Write path=value.");
        }

        return source;
    }

    private static (int Count, Instant Last) Count(SimulationScenario scenario, int most, CancellationToken stop)
    {
        var (count, last) = (0, scenario.Start);
        foreach (var arrival in scenario.Arrivals)
        {
            stop.ThrowIfCancellationRequested();
            last = arrival.At;
            if (++count == most)
            {
                break;
            }
        }

        return (count, last);
    }
}
