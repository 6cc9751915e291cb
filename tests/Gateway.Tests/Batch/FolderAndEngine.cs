namespace SageServe.Gateway.Tests;

/// <summary>What tests start from that start gateways themselves: a folder for their files and one engine.</summary>
public abstract class FolderAndEngine : IAsyncLifetime
{
    private PlainEngine _engine = null!;

    private protected TemporaryFolder Folder { get; } = new();

    private protected PlainEngine Engine => _engine;

    public async ValueTask InitializeAsync() => _engine = await PlainEngine.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await _engine.DisposeAsync();
        Folder.Dispose();
        GC.SuppressFinalize(this);
    }
}
