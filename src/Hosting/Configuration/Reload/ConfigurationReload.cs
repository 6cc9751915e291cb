using System.Collections.Immutable;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Prometheus;

namespace SageServe.Hosting;

/// <summary>
/// Watches the configuration file and the catalog. Files that can be used are taken as a whole; of files that cannot be used every problem is
/// told, and what counted before counts on. Files that were refused are tried again, because what they lacked may be in another file.
/// </summary>
public sealed class ConfigurationReload : IHostedService, IDisposable
{
    private readonly Lock _gate = new();
    private readonly Counter _taken = Instruments.Counter(MetricNames.ConfigReloads);
    private readonly Counter _failures = Instruments.Counter(MetricNames.ConfigReloadFailures);
    private readonly Gauge _version = Instruments.Gauge(MetricNames.ConfigVersion);
    private readonly Gauge _refused = Instruments.Gauge(MetricNames.ConfigRefused);
    private readonly Gauge _needsRestart = Instruments.Gauge(MetricNames.ConfigNeedsRestart);
    private readonly List<ReloadingFile<long>> _files = [];
    private readonly IReloadTarget _target;
    private readonly ReloadReader _reader;
    private readonly ReloadValues _atStart;
    private readonly SteadyClock _clock;
    private readonly ILogger _logger;
    private ReloadValues _current;
    private bool _started;
    private volatile ReloadState _state;

    public ConfigurationReload(IConfiguration running, IReloadTarget target, OptionsProblems checks, SteadyClock clock, ILogger<ConfigurationReload> logger)
    {
        _target = target;
        _reader = new ReloadReader(running, target, checks);
        _current = _atStart = new ReloadValues(running);
        _clock = clock;
        _logger = logger;
        _state = new ReloadState(1, clock.Time.GetUtcNow(), [.. _reader.Files], [], [.. target.RunTimeNames], [.. checks.UnknownNames(running)], null);
    }

    public ReloadState State => _state;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        TellUnknown(_state.Unknown);
        _version.Set(1);
        _refused.Set(0);
        _needsRestart.Set(0);
        _files.AddRange(_reader.Files.Select(file => new ReloadingFile<long>(file, _ => _started ? Take() : 1, _clock.Time, _logger)));
        _started = true;

        // What changed since the start read it is no news to the watch.
        LookOnce();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>What would become of a configuration file; nothing changes.</summary>
    public ReloadPreview Preview(byte[] file)
    {
        lock (_gate)
        {
            using var candidate = _reader.Read(file);
            return new ReloadPreview(
                candidate.Problems,
                candidate.Unknown,
                [.. candidate.Values?.Differs(_current).Where(TakesAtOnce) ?? []],
                [.. candidate.Values?.Differs(_atStart).Where(k => !TakesAtOnce(k)) ?? []]);
        }
    }

    public void Dispose()
    {
        _files.ForEach(f => f.Dispose());
    }

    /// <exception cref="ConfigurationProblemsException">The files cannot be used; nothing changed.</exception>
    private long Take()
    {
        lock (_gate)
        {
            using var candidate = _reader.Read();
            if (candidate.Problems.Length > 0)
            {
                // Tried again and again while nothing changed, it is refused once.
                if (!candidate.Problems.SequenceEqual(_state.Refused?.Problems ?? []))
                {
                    Refuse(candidate.Problems);
                }

                throw new ConfigurationProblemsException(candidate.Problems);
            }

            Swap(candidate);
            return _state.Version;
        }
    }

    private void LookOnce()
    {
        try
        {
            Take();
        }
        catch (ConfigurationProblemsException e)
        {
            _logger.FileNotReloaded(string.Join(", ", _reader.Files), e.Message);
        }
    }

    private void Refuse(ImmutableArray<string> problems)
    {
        _failures.Inc();
        _refused.Set(1);
        _state = _state with { Refused = new RefusedReload(_clock.Time.GetUtcNow(), problems) };
    }

    private void Swap(ReloadCandidate read)
    {
        _refused.Set(0);
        if (read.Catalog is null && !read.Values!.Differs(_current).Any())
        {
            // Two files that changed together, or one that became again what it was.
            _state = _state with { Refused = null };
            return;
        }

        string[] catalogWaits = read.Catalog is { } catalog ? [.. _target.NeedsRestart(catalog)] : [.. _state.NeedsRestart.Where(n => n.EndsWith(_target.CatalogFile, StringComparison.Ordinal))];
        var version = _state.Version + 1;
        _target.Take(read.Configuration, catalogWaits.Length > 0 ? null : read.Catalog, version);
        _current = read.Values!;
        _reader.Accept();
        Tell(version, [.. read.Values!.Differs(_atStart).Where(k => !TakesAtOnce(k)).Concat(catalogWaits)], read.Unknown);
    }

    private void Tell(long version, ImmutableArray<string> needsRestart, ImmutableArray<string> unknown)
    {
        var (news, newUnknown) = (needsRestart.Except(_state.NeedsRestart).ToArray(), unknown.Except(_state.Unknown));
        _taken.Inc();
        _version.Set(version);
        _needsRestart.Set(needsRestart.Length);
        _state = _state with { Version = version, TakenAt = _clock.Time.GetUtcNow(), NeedsRestart = needsRestart, Unknown = unknown, Refused = null };
        _logger.ConfigurationTaken(version);
        TellUnknown(newUnknown);
        if (news.Length > 0)
        {
            _logger.NeedsRestart(string.Join(", ", news));
        }
    }

    private void TellUnknown(IEnumerable<string> problems)
    {
        foreach (var problem in problems)
        {
            _logger.NameUnknown(problem);
        }
    }

    private bool TakesAtOnce(string key) => _target.RunTimeNames.Any(
        n => key.StartsWith(n, StringComparison.OrdinalIgnoreCase) && (key.Length == n.Length || key[n.Length] == ':'));
}
