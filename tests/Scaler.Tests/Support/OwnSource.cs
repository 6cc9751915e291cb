namespace SageServe.Scaler.Tests;

/// <summary>A source that one test has for itself.</summary>
internal sealed class OwnSource(IDemandSource source, Func<ValueTask> close) : IAsyncDisposable
{
    public IDemandSource Source => source;

    public ValueTask DisposeAsync() => close();
}
