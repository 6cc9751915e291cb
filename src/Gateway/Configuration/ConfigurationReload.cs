using System.Collections.Immutable;
using System.Text.Json;
using Prometheus;
using SageServe.Hosting;

namespace SageServe.Gateway;

/// <summary>
/// Watches the configuration file and the catalog. Files that can be used are taken as a whole, without touching a request that runs or
/// waits; of files that cannot be used every problem is told, and what counted before counts on.
/// </summary>
internal sealed class ConfigurationReload(
    LiveConfiguration live, ConfigurationReader reader, ServedModels models, PriceList prices, DispatchTable dispatchers,
    SteadyClock clock, ILogger<ConfigurationReload> logger) : IHostedService, IDisposable
{
    private readonly Lock _gate = new();
    private readonly Counter _taken = Instruments.Counter(MetricNames.ConfigReloads);
    private readonly Counter _refused = Instruments.Counter(MetricNames.ConfigReloadFailures);
    private readonly List<ReloadingFile<long>> _files = [];
    private bool _started;
    private volatile ReloadState _state = new(1, clock.Time.GetUtcNow(), [.. reader.Files], [], null);

    public ReloadState State => _state;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _files.AddRange(reader.Files.Select(file => new ReloadingFile<long>(file, _ => Take(), clock.Time, logger)));
        _started = true;
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task WriteAsync(HttpContext http)
    {
        http.Response.ContentType = "application/json";
        await http.Response.Body.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(State, GatewayJson.Default.ReloadState), http.RequestAborted);
    }

    public void Dispose() => _files.ForEach(f => f.Dispose());

    /// <exception cref="ConfigurationProblemsException">The files cannot be used; nothing changed.</exception>
    private long Take()
    {
        lock (_gate)
        {
            if (!_started)
            {
                return live.Current.Version;
            }

            try
            {
                Swap(reader.Read(live.Current));
                return live.Current.Version;
            }
            catch (ConfigurationProblemsException e)
            {
                _refused.Inc();
                _state = _state with { Refused = new RefusedReload(clock.Time.GetUtcNow(), [.. e.Problems]) };
                throw;
            }
        }
    }

    private void Swap(ConfigurationReading read)
    {
        var before = live.Current;
        live.Swap(read.Set);
        models.Change(read.Set.Catalog);
        prices.Change(read.Set.Catalog, read.Set.Options);
        dispatchers.OptionsChanged(read.Set.Options.Routing, ReferenceEquals(before.Catalog, read.Set.Catalog) ? null : read.Set.Catalog);
        reader.Accept();
        _taken.Inc();
        var news = read.NeedsRestart.Except(_state.NeedsRestart).ToImmutableArray();
        _state = new ReloadState(read.Set.Version, clock.Time.GetUtcNow(), _state.Files, read.NeedsRestart, null);
        GatewayLog.ConfigurationTaken(logger, read.Set.Version);
        if (!news.IsEmpty)
        {
            GatewayLog.NeedsRestart(logger, string.Join(", ", news));
        }
    }
}
