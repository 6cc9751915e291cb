using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace SageServe.Hosting;

/// <summary>
/// Ends the process when stdin reaches its end, which it does however the parent dies: no process stays behind.
/// </summary>
internal sealed class ParentWatch(Func<Stream> openInput, IHostApplicationLifetime lifetime, ILogger<ParentWatch> logger) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        // A thread of its own, because a read of stdin blocks and cannot be cancelled.
        new Thread(Watch) { IsBackground = true, Name = "parent watch" }.Start();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void Watch()
    {
        using var input = openInput();
        var buffer = new byte[256];
        try
        {
            while (input.Read(buffer, 0, buffer.Length) > 0)
            {
            }
        }
        catch (IOException)
        {
            // A broken pipe is an end as well.
        }

        logger.ParentGone();
        lifetime.StopApplication();
    }
}
