namespace SageServe.ClusterHour;

/// <summary>One scaler by name: it is killed and started again as a kubelet would.</summary>
internal sealed class ScalerSeat(string name, string region, string url, string peerUrl, Func<ChildProcess> start, Door door) : IAsyncDisposable
{
    private ChildProcess? _process;

    public string Name => name;

    public string Region => region;

    public Uri Url => new(url);

    public bool IsThere => _process is { Died: false };

    /// <summary>The process, to be told of when it ended by itself.</summary>
    public ChildProcess? Process => _process;

    public void Start()
    {
        _process = start();
        door.Add(peerUrl);
    }

    public async Task KillAsync()
    {
        door.Remove(peerUrl);
        if (_process is { } process)
        {
            _process = null;
            process.KillNow();
            await process.DisposeAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        door.Remove(peerUrl);
        if (_process is { } process)
        {
            await process.DisposeAsync();
        }
    }
}
