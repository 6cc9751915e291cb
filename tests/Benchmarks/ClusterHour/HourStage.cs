namespace SageServe.ClusterHour;

/// <summary>Three regions and four scalers, all as processes of their own.</summary>
internal sealed class HourStage : IAsyncDisposable
{
    private readonly HourOptions _options;
    private readonly RunDirectory _directory;
    private readonly HashSet<int> _ports = [];
    private readonly Dictionary<string, RegionAddresses> _addresses;
    private readonly HourFiles _files;

    public HourStage(HourOptions options, RunDirectory directory)
    {
        (_options, _directory) = (options, directory);
        _addresses = HourWorld.Regions.ToDictionary(r => r, _ => RegionAddresses.Make(Free));
        _files = new HourFiles(options, directory, _addresses);
    }

    public AdminClient Admin { get; } = new();

    public SortedDictionary<string, RegionStage> Regions { get; } = new(StringComparer.Ordinal);

    public List<ScalerSeat> Scalers { get; } = [];

    /// <summary>The cluster that decides who plans.</summary>
    public RegionStage First => Regions[HourWorld.Regions[0]];

    public Uri Gateway(RegionId region) => new(_addresses[region.Value].Gateway);

    public async Task StartAsync(CancellationToken stop)
    {
        _files.WriteCatalog();
        foreach (var (region, number) in HourWorld.Regions.Select((r, i) => (r, i)))
        {
            Regions[region] = await RegionStage.StartAsync(region, number, _options, _files, _addresses[region], _directory, Admin, stop);
        }

        foreach (var name in new[] { "eastus-a", "eastus-b", "northus-a", "westus-a" })
        {
            AddScaler(name[..^2], name);
        }

        foreach (var seat in Scalers)
        {
            seat.Start();
        }

        await Until.TrueAsync(() => Regions.Values.All(r => r.Audit.Holder(AuditLog.Pacing) is not null) && First.Audit.Holder(AuditLog.Planning) is not null, "every region is paced and one scaler plans", stop);
        foreach (var seat in Scalers)
        {
            await Until.ReadyAsync(Admin, seat.Url.ToString(), stop);
        }
    }

    /// <summary>Processes that ended by themselves.</summary>
    public IEnumerable<ChildProcess> Dead() => Regions.Values.SelectMany(r => r.Processes).Concat(Scalers.Select(s => s.Process).OfType<ChildProcess>()).Where(p => p.Died);

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(Scalers.Select(s => s.DisposeAsync().AsTask()));
        await Task.WhenAll(Regions.Values.Select(r => r.DisposeAsync().AsTask()));
        Admin.Dispose();
    }

    private void AddScaler(string region, string name)
    {
        var stage = Regions[region];
        stage.Grant(name, Example.Read("rbac-scaler.yaml", "Role"));
        var (url, peers) = (Free(), Free());
        var config = _files.Scaler(region, name, url, peers, stage.KubeConfig(_files, name));
        Scalers.Add(new ScalerSeat(name, region, url, peers, () => ChildProcess.Start($"scaler-{name}", _directory.File($"scaler-{name}.log"), _options.Program($"scaler-{name}", Programs.Scaler), "--config", config, "--exit-with-parent"), stage.Scalers));
    }

    private string Free() => $"http://127.0.0.1:{PortPlan.Free(_ports)}";
}
