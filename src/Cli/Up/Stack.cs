using System.Security.Cryptography;

namespace SageServe.Cli;

/// <summary>The run's processes, started in order and stopped in the reverse one.</summary>
internal sealed class Stack : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(90);

    private readonly UpPlan _plan;
    private readonly RunDirectory _directory;
    private readonly StackFiles _files;
    private readonly IRunView _view;
    private readonly SteadyClock _clock;
    private readonly List<ChildProcess> _children = [];

    public Stack(UpPlan plan, RunDirectory directory, SteadyClock clock, IRunView view)
    {
        _plan = plan;
        _directory = directory;
        _clock = clock;
        _view = view;
        _files = new StackFiles(plan, directory, Convert.ToHexString(RandomNumberGenerator.GetBytes(16)));
    }

    public AdminClient Admin { get; } = new();

    public IReadOnlyList<ChildProcess> Children => _children;

    /// <summary>
    /// (1) third parties and emulators, (2) the fleet files from what the emulators run, (3) gateways, (4) the past up to now, (5) the scaler.
    /// </summary>
    public async Task StartAsync(CancellationToken stop)
    {
        _files.WriteCatalog();
        StartThirdParties();
        StartEach("emulator", Programs.VllmEmulator, _files.WriteEmulator);
        await ReadyAsync("emulators", _plan.Ports.Regions.Select(r => (r.ControlUrl, "/healthz/ready")), stop);
        foreach (var region in _plan.Ports.Regions)
        {
            _files.WriteFleet(region.Region, await Admin.ReplicasAsync(region.ControlUrl, all: false, stop));
        }

        StartEach("gateway", Programs.Gateway, _files.WriteGateway);
        await ReadyAsync("gateways", _plan.Ports.Regions.Select(r => (r.AdminUrl, "/healthz/ready")), stop);
        if (_plan.Options.Full)
        {
            await ReadyAsync("prometheus", [(_plan.Ports.PrometheusUrl, "/-/ready")], stop);
        }

        HistoryFile.Write(_files.History, _plan, _plan.Envelope.ToEnvelope(_clock.Now));
        Start("scaler", Programs.Scaler, "--config", _files.WriteScaler(), "--exit-with-parent");
        await ReadyAsync("scaler", [(_plan.Ports.ScalerAdminUrl, "/healthz/ready")], stop);
    }

    /// <summary>Ends with an explanation when a process dies; never when all live.</summary>
    public async Task<RunFailedException> DeathAsync()
    {
        while (true)
        {
            await Task.WhenAny(_children.Select(c => c.Exited));
            if (_children.Find(c => c.Died) is { } dead)
            {
                return Obituary(dead);
            }

            await Task.Delay(Timeout.Infinite);
        }
    }

    /// <summary>Scaler first, so that nothing is started any more; then gateways, which drain; then what they stand on.</summary>
    public async Task StopAsync()
    {
        foreach (var role in new[] { "scaler", "gateway", "emulator", "" })
        {
            var group = _children.FindAll(c => c.Name.StartsWith(role, StringComparison.Ordinal));
            await Task.WhenAll(group.Select(c => c.StopAsync(TimeSpan.FromSeconds(8))));
        }
    }

    /// <summary>For somebody who will not wait.</summary>
    public void KillNow() => _children.ForEach(c => c.KillNow());

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        foreach (var child in _children)
        {
            await child.DisposeAsync();
        }

        Admin.Dispose();
    }

    private void StartThirdParties()
    {
        if (!_plan.Options.Full)
        {
            return;
        }

        var redis = Programs.OfSystem("redis-server", "redis-server");
        var prometheus = Programs.OfSystem("prometheus", "prometheus");
        StartForeign(
            "redis", redis,
            "--port", $"{_plan.Ports.Redis}", "--bind", "127.0.0.1", "--dir", _directory.Folder("redis"), "--appendonly", "yes", "--save", "");
        StartForeign(
            "prometheus", prometheus,
            $"--config.file={PrometheusFiles.Write(_plan, _directory)}", $"--storage.tsdb.path={_directory.Folder("prometheus")}", $"--web.listen-address=127.0.0.1:{_plan.Ports.Prometheus}", "--log.level=warn", "--enable-feature=exemplar-storage");
    }

    private void StartEach(string role, string program, Func<RegionPorts, string> config)
    {
        foreach (var region in _plan.Ports.Regions)
        {
            Start($"{role}-{region.Region}", program, "--config", config(region), "--exit-with-parent");
        }
    }

    private void StartForeign(string name, string program, params string[] arguments) =>
        _children.Add(ChildProcess.StartForeign(name, _directory.File(name + ".log"), program, arguments));

    private void Start(string name, string program, params string[] arguments) =>
        _children.Add(ChildProcess.Start(name, _directory.File(name + ".log"), program, arguments));

    private async Task ReadyAsync(string what, IEnumerable<(Uri Address, string Path)> probes, CancellationToken stop)
    {
        var began = _clock.Now;
        _view.Say($"Waiting for {what} ...");
        foreach (var (address, path) in probes)
        {
            while (await Admin.NotReadyBecauseAsync(address, path, stop) is { } reason)
            {
                if (_children.Find(c => c.Died) is { } dead)
                {
                    throw Obituary(dead);
                }

                if (_clock.Now - began > StartLimit)
                {
                    throw new RunFailedException($"{what} not ready after {StartLimit.TotalSeconds:0} s: {address} says: {reason}");
                }

                await Task.Delay(50, stop);
            }
        }
    }

    private static RunFailedException Obituary(ChildProcess dead) =>
        new($"{dead.Name} ended by itself. The end of its log:\n{dead.LogTail()}");
}
