using System.Globalization;

namespace SageServe.Cli;

/// <summary>The upstream and every case's proxy, started once and kept; the idle ones cost the one that is measured next to nothing.</summary>
internal sealed class BenchStage : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    private readonly RunDirectory _directory = RunDirectory.Create();
    private readonly HashSet<int> _taken = [];
    private readonly List<BenchTarget> _targets = [];
    private readonly Dictionary<string, string> _skipped = new(StringComparer.Ordinal);
    private readonly AdminClient _admin = new();
    private readonly int _upstreamPort;
    private readonly BenchFiles _files;
    private ChildProcess? _upstream;

    public BenchStage(CorePlan cores)
    {
        Cores = cores;
        _upstreamPort = PortPlan.Free(_taken);
        _files = new BenchFiles(_directory, _upstreamPort);
        WholeBody = _files.Body(stream: false);
        StreamBody = _files.Body(stream: true);
    }

    public CorePlan Cores { get; }

    public IReadOnlyList<BenchTarget> Targets => _targets;

    public Uri Upstream => Local(_upstreamPort);

    /// <summary>Cases that can't run here, with the reason.</summary>
    public IReadOnlyDictionary<string, string> Skipped => _skipped;

    /// <summary>File with a request for a whole answer.</summary>
    public string WholeBody { get; }

    /// <summary>File with a request for a stream.</summary>
    public string StreamBody { get; }

    /// <param name="cases">Which ones.</param>
    /// <param name="pause">Between two chunks of a stream.</param>
    /// <param name="stop">Ends it.</param>
    /// <exception cref="RunFailedException">A process did not start.</exception>
    public async Task StartAsync(IEnumerable<BenchCase> cases, TimeSpan pause, CancellationToken stop)
    {
        _upstream = Start("upstream", Cores.Load, Programs.Yardstick, "--mode", "upstream", "--url", Text(_upstreamPort), "--pause-ms", pause.TotalMilliseconds.ToString("0", CultureInfo.InvariantCulture));
        await ReadyAsync(_upstream, Local(_upstreamPort, "/healthz/ready"), stop);
        foreach (var wanted in cases)
        {
            if (wanted.Package is { } package && Programs.TryOfSystem(wanted.Name) is null)
            {
                _skipped[wanted.Name] = $"not installed (apt-get install {package})";
                continue;
            }

            var (target, probe) = Start(wanted);
            _targets.Add(target);
            if (target.Process is { } process)
            {
                await ReadyAsync(process, probe, stop);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var target in _targets)
        {
            await target.DisposeAsync();
        }

        if (_upstream is not null)
        {
            await _upstream.DisposeAsync();
        }

        _admin.Dispose();
        _directory.Dispose();
    }

    public string LogOf(string name) => _directory.File(name + ".log");

    private (BenchTarget Target, Uri Probe) Start(BenchCase wanted)
    {
        var port = PortPlan.Free(_taken);
        switch (wanted.Name)
        {
            case BenchCase.Direct:
                return (new BenchTarget(wanted, Local(_upstreamPort), null, null), Local(_upstreamPort));
            case BenchCase.Gateway:
                var admin = PortPlan.Free(_taken);
                var gateway = Start(wanted.Name, Cores.Proxy, Programs.Gateway, "--config", _files.Gateway(port, admin), "--exit-with-parent");
                return (new BenchTarget(wanted, Local(port), gateway, Local(admin, "/metrics")), Local(admin, "/healthz/ready"));
            case "nginx":
                var nginx = Start(wanted.Name, Cores.Proxy, Programs.TryOfSystem("nginx")!, "-e", "stderr", "-c", _files.Nginx(port));
                return (new BenchTarget(wanted, Local(port), nginx, null), Local(port, "/healthz/ready"));
            case "haproxy":
                var haproxy = Start(wanted.Name, Cores.Proxy, Programs.TryOfSystem("haproxy")!, "-db", "-f", _files.HaProxy(port));
                return (new BenchTarget(wanted, Local(port), haproxy, null), Local(port, "/healthz/ready"));
            default:
                var yarp = Start(wanted.Name, Cores.Proxy, Programs.Yardstick, "--mode", wanted.Name, "--url", Text(port), "--to", Text(_upstreamPort));
                return (new BenchTarget(wanted, Local(port), yarp, Local(port, "/bench/allocated")), Local(port, "/bench/allocated"));
        }
    }

    private ChildProcess Start(string name, int? core, string program, params IReadOnlyList<string> arguments)
    {
        var (pinned, all) = CorePlan.On(core, program, arguments);
        return ChildProcess.Start(name, LogOf(name), pinned, all);
    }

    private async Task ReadyAsync(ChildProcess process, Uri probe, CancellationToken stop)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(StartLimit);
        string? reason = "";
        try
        {
            while ((reason = await _admin.NotReadyBecauseAsync(probe, probe.AbsolutePath, limit.Token)) is not null)
            {
                if (process.Died)
                {
                    throw new RunFailedException($"{process.Name} ended while it started. The end of its log:\n{process.LogTail()}");
                }

                await Task.Delay(TimeSpan.FromMilliseconds(50), limit.Token);
            }
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            throw new RunFailedException($"{process.Name} was not ready within {StartLimit.TotalSeconds:0} s: {reason}\n{process.LogTail()}");
        }
    }

    private static string Text(int port) => $"http://127.0.0.1:{port}";

    private static Uri Local(int port, string path = "/") => new(Text(port) + path);
}
