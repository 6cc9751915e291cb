namespace SageServe.Cli.Tests;

/// <summary>A real Prometheus behind https and basic authentication, and the files that open it.</summary>
public sealed class LockedPrometheus : IAsyncLifetime
{
    private readonly TestAuthority _authority = new();
    private readonly TemporaryFolder _folder = new();
    private PrometheusServer? _server;

    public string Url => _server!.Url;

    public string Roots => _folder.Write("roots.pem", _authority.Pem);

    public string PasswordFile => _folder.Write("password", PrometheusServer.Password + "\n");

    public async ValueTask InitializeAsync() => _server = await PrometheusServer.StartLocked([], TimeSpan.FromSeconds(60), _authority);

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        _folder.Dispose();
        _authority.Dispose();
    }
}
