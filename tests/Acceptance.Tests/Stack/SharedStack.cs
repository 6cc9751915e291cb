using SageServe.Cli;
using SageServe.Hosting;

namespace SageServe.Acceptance.Tests;

/// <summary>One running stack for all tests that do not need their own: real processes, no load, free ports.</summary>
public sealed class SharedStack : IAsyncLifetime
{
    private readonly RunDirectory _directory = RunDirectory.Create();
    private Cli.Stack? _stack;
    private UpPlan? _plan;

    internal UpPlan Plan => _plan ?? throw new InvalidOperationException("not started");

    internal AdminClient Admin => _stack!.Admin;

    internal Uri Gateway => Plan.Ports.Regions[0].PublicUrl;

    public async ValueTask InitializeAsync()
    {
        var clock = new SteadyClock(TimeProvider.System);
        _plan = UpPlan.Make(new UpOptions { Port = 0, Rate = 6 }, clock.Now);
        _stack = new Cli.Stack(_plan, _directory, clock, new PlainProgress());
        await _stack.StartAsync(CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        if (_stack is not null)
        {
            await _stack.DisposeAsync();
        }

        _directory.Dispose();
    }
}
