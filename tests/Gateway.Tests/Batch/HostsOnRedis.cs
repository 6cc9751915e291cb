namespace SageServe.Gateway.Tests;

/// <summary>What tests of several gateways on one folder and one Redis start from.</summary>
public abstract class HostsOnRedis : IAsyncLifetime
{
    private PlainEngine _engine = null!;
    private RedisServer _redis = null!;

    private protected TemporaryFolder Folder { get; } = new();

    /// <summary>Those that are stopped at the end.</summary>
    private protected List<BatchHost> Hosts { get; } = [];

    private protected PlainEngine Engine => _engine;

    private protected RedisServer Redis => _redis;

    public async ValueTask InitializeAsync()
    {
        _engine = await PlainEngine.StartAsync();
        _redis = await RedisServer.StartAsync();
    }

    public virtual async ValueTask DisposeAsync()
    {
        foreach (var host in Hosts)
        {
            await host.DisposeAsync();
        }

        await _redis.DisposeAsync();
        await _engine.DisposeAsync();
        Folder.Dispose();
        GC.SuppressFinalize(this);
    }
}
