using SageServe.Hosting;

namespace SageServe.Gateway;

/// <summary>Tells every flow when the shutdown begins: held requests are refused, running ones go on.</summary>
internal sealed class ShutdownNotice(DrainSignal drain, DispatchTable dispatchers, ILogger<ShutdownNotice> logger) : IHostedService, IDisposable
{
    private CancellationTokenRegistration _registration;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _registration = drain.Began.Register(() =>
        {
            GatewayLog.ShutdownBegan(logger);
            dispatchers.ShutdownBegan();
        });
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _registration.Dispose();
}
