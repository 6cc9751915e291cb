namespace SageServe.Gateway.Tests;

/// <summary>One S3 server for the tests of a class; each takes a prefix of its own.</summary>
public sealed class S3Fixture : IAsyncLifetime
{
    private S3Server? _server;

    internal S3Server Server => _server!;

    public async ValueTask InitializeAsync() => _server = await S3Server.StartAsync();

    public ValueTask DisposeAsync() => _server?.DisposeAsync() ?? ValueTask.CompletedTask;
}
