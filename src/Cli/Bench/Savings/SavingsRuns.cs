using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace SageServe.Cli;

/// <summary>
/// Runs a setting on a case under a seed, once: what was run before is known, also by an earlier process where a file keeps it. Thread-safe;
/// the figures are the same however many run at once.
/// </summary>
internal sealed class SavingsRuns(string? data, string? file, Action<string> say, CancellationToken stop)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, SavingsFigures> _known = Read(file);
    private readonly ConcurrentDictionary<SavingsCase, Lazy<IScenarioSource>> _sources = new();
    private int _done;

    public SavingsFigures Of(SavingsCase @case, string strategy, ImmutableSortedDictionary<string, string> settings, ulong seed)
    {
        var key = string.Create(CultureInfo.InvariantCulture, $"{@case.Name}, {@case.Hours} h | {strategy} | {string.Join(' ', settings.Select(s => $"{s.Key}={s.Value}"))} | seed {seed}");
        lock (_lock)
        {
            if (_known.TryGetValue(key, out var known))
            {
                return known;
            }
        }

        var source = _sources.GetOrAdd(@case, c => new Lazy<IScenarioSource>(() => c.Source(data))).Value;
        var changed = source.With([new("planning.strategy", strategy), .. settings.Select(s => KeyValuePair.Create("planning." + s.Key, s.Value))]);
        var figures = SavingsFigures.Of(Simulation.Run(changed.Build(seed), seed, progress: null, stop));
        lock (_lock)
        {
            _known[key] = figures;
            say(string.Create(CultureInfo.InvariantCulture, $"run {++_done}: {@case.Name}, {strategy}, seed {seed}: {figures.GpuHours:0} GPU-hours, {string.Join(", ", figures.Tiers.Select(t => string.Create(CultureInfo.InvariantCulture, $"{t.Key} {t.Value.Attainment:P2}")))} met, {figures.Starts:0} starts"));
            if (file is not null)
            {
                File.AppendAllText(file, JsonSerializer.Serialize(KeyValuePair.Create(key, figures)) + "\n");
            }
        }

        return figures;
    }

    private static Dictionary<string, SavingsFigures> Read(string? file)
    {
        var known = new Dictionary<string, SavingsFigures>(StringComparer.Ordinal);
        foreach (var line in file is not null && File.Exists(file) ? File.ReadLines(file) : [])
        {
            try
            {
                var (key, figures) = JsonSerializer.Deserialize<KeyValuePair<string, SavingsFigures>>(line);
                known[key] = figures;
            }
            catch (JsonException)
            {
                // The line at which an interrupted process stopped; that run is made again.
            }
        }

        return known;
    }
}
