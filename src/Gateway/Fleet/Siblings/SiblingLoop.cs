using SageServe.Hosting;

namespace SageServe.Gateway;

/// <summary>
/// Finds out, beat by beat, which gateways share the region's replicas, tells them this one's word, and routing how many they are. While the
/// registry is away the last number holds; readings go on between those who know each other.
/// </summary>
internal sealed class SiblingLoop : BackgroundService, IReadinessCheck
{
    private readonly SiblingOptions _options;
    private readonly SiblingIdentity _self;
    private readonly SiblingRoster _roster;
    private readonly SiblingRegistry? _registry;
    private readonly SiblingLine<SiblingWord> _line;
    private readonly ShareWord _share;
    private readonly SiblingParts _parts;
    private readonly string _url;
    private readonly TaskCompletionSource _looked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile SiblingCircle _circle = SiblingCircle.Nobody;
    private bool _cut;

    public SiblingLoop(GatewayOptions options, PeerDirectory peers, SiblingIdentity self, ShareWord share, SiblingParts parts)
    {
        _options = options.Siblings;
        _self = self;
        _share = share;
        _parts = parts;
        _url = (_options.Url ?? options.PublicUrl).TrimEnd('/');
        _roster = new SiblingRoster(self.Id, _options.DeadAfter);
        _registry = _options.Redis is { } redis ? new SiblingRegistry(redis, peers.Home, parts.Clock.Time) : null;
        _line = new SiblingLine<SiblingWord>(
            peers, self, parts.Clock, parts.Tls.Peers, _options.DeadAfter / 4, SiblingEndpoint.Path, GatewayJson.Default.SiblingWord);
    }

    public string Name => "siblings";

    /// <summary>As the last beat found them.</summary>
    public SiblingCircle Circle => _circle;

    /// <summary>Ends when it is known who else is there, or that nobody can say.</summary>
    public Task FirstLook => _options.IsAlone ? Task.CompletedTask : _looked.Task;

    public string? NotReadyBecause() => FirstLook.IsCompleted ? null : "the other gateways of the region have not been asked yet";

    public override void Dispose()
    {
        _line.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (_options.IsAlone)
        {
            return;
        }

        try
        {
            // The others must be able to see this gateway before it takes a share.
            await _parts.StartedAsync(stoppingToken);
            using var timer = new PeriodicTimer(_options.Beat, _parts.Clock.Time);
            do
            {
                await BeatAsync(stoppingToken);
                _looked.TrySetResult();
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException)
        {
            // The gateway stops; its streams have ended by now.
        }

        await LeaveAsync();
    }

    private async Task BeatAsync(CancellationToken stop)
    {
        var count = await LookAsync(stop);
        if (count is not null && _share.NeedsClaim(count))
        {
            _share.Claim(count);
            count = await LookAsync(stop);
        }

        if (count is not null && !_share.NeedsClaim(count))
        {
            _parts.Observer.Share(count);
            _share.Told(count);
        }

        _share.Withdraw();
        _parts.Division.Share(_roster.Live);
        _circle = new SiblingCircle(_roster.Live.Remove(_self.Id), [.. _options.Urls.Concat(_roster.Urls)]);
        _parts.Metrics.Set(_roster.Live.Length, _share.By, _cut);
    }

    /// <summary>One round of telling and asking; null while the registry is away.</summary>
    private async Task<GatewayCount?> LookAsync(CancellationToken stop)
    {
        _roster.BeginRound();
        var isListed = await ListAsync(stop);
        foreach (var (word, askedAt) in await _line.AskAsync(_options.Urls.Concat(_roster.Urls), stop))
        {
            _roster.Heard(word.Id, word.Word, _parts.Clock.Now);
            _parts.Readings.Hear(word, askedAt);
        }

        if (!isListed)
        {
            _roster.Hold(_parts.Clock.Now);
            return null;
        }

        _roster.Expire(_parts.Clock.Now);
        return _roster.Count();
    }

    private async Task<bool> ListAsync(CancellationToken stop)
    {
        if (_registry is null)
        {
            return true;
        }

        try
        {
            foreach (var row in await _registry.BeatAsync(_self.Id, _share.Word, _url, stop))
            {
                _roster.Listed(row, _parts.Clock.Now);
            }

            _cut = false;
            return true;
        }
        catch (DeferredStoreException e)
        {
            if (!_cut)
            {
                GatewayLog.SiblingsCut(_parts.Logger, _roster.Live.Length, e.Message);
            }

            _cut = true;
            return false;
        }
    }

    private async Task LeaveAsync()
    {
        if (_registry is null)
        {
            return;
        }

        try
        {
            await _registry.BeatAsync(_self.Id, -1, _url, CancellationToken.None);
        }
        catch (DeferredStoreException)
        {
            // They will miss it.
        }

        await _registry.DisposeAsync();
    }
}
