namespace SageServe.ClusterKit;

/// <summary>Runs the controllers after each change and whenever one of them waits for a time.</summary>
internal sealed class ControllerLoop(ObjectStore store, TimeProvider time, IReadOnlyList<IController> controllers) : IAsyncDisposable
{
    private readonly SemaphoreSlim _signal = new(0);
    private readonly CancellationTokenSource _stop = new();
    private Task _running = Task.CompletedTask;
    private long _wanted;
    private long _done;
    private long _due = long.MaxValue;

    /// <summary>While set, controllers stand still, as when their leader is gone.</summary>
    public bool IsPaused
    {
        get;
        set
        {
            field = value;
            Wake();
        }
    }

    /// <summary>Everything that was asked for until now has been looked at, and nothing is left to do at this time.</summary>
    public bool IsSettled => Interlocked.Read(ref _done) == Interlocked.Read(ref _wanted) && Interlocked.Read(ref _due) > store.Now.UtcTicks;

    public void Start()
    {
        store.Changed += Wake;
        _running = Task.Run(RunAsync);
        Wake();
    }

    public void Wake()
    {
        Interlocked.Increment(ref _wanted);
        _signal.Release();
    }

    public async ValueTask DisposeAsync()
    {
        store.Changed -= Wake;
        await _stop.CancelAsync();
        await _running;
        _signal.Dispose();
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            var seen = Interlocked.Read(ref _wanted);
            var before = store.Version;
            if (!IsPaused)
            {
                foreach (var controller in controllers)
                {
                    controller.Reconcile(store);
                }
            }

            if (store.Version == before)
            {
                await WaitAsync(seen);
            }
        }
    }

    private async Task WaitAsync(long seen)
    {
        var next = IsPaused ? null : controllers.Select(c => c.NextChange).Min();
        Interlocked.Exchange(ref _due, next?.UtcTicks ?? long.MaxValue);
        Interlocked.Exchange(ref _done, seen);
        if (next is not { } at)
        {
            await AwaitSignalAsync(seen, _stop.Token);
            return;
        }

        using var timer = new CancellationTokenSource(at > store.Now ? at - store.Now : TimeSpan.Zero, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token, timer.Token);
        if (at > store.Now)
        {
            await AwaitSignalAsync(seen, either.Token);
        }
    }

    private async Task AwaitSignalAsync(long seen, CancellationToken cancel)
    {
        try
        {
            while (Interlocked.Read(ref _wanted) == seen)
            {
                await _signal.WaitAsync(cancel);
            }
        }
        catch (OperationCanceledException)
        {
            // Time to look, or to end.
        }
    }
}
