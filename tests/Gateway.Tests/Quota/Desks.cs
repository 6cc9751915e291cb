namespace SageServe.Gateway.Tests;

/// <summary>The gateways of a test, stopped together.</summary>
internal sealed class Desks : List<Desk>, IAsyncDisposable
{
    public async ValueTask DisposeAsync() => await Task.WhenAll(this.Select(d => d.DisposeAsync().AsTask()));
}
