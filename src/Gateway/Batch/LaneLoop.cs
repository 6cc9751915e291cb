using SageServe.Hosting;

namespace SageServe.Gateway;

/// <summary>
/// Patient work of one model at this gateway: on a beat, and when a request ends, collect what was granted here, and pump if it is this
/// gateway's turn. A lane seen empty is left alone until it is filled here or a second has passed.
/// </summary>
internal sealed class LaneLoop : IDisposable
{
    private readonly ModelId _model;
    private readonly PatientQueue _queue;
    private readonly LanePump _pump;
    private readonly LaneCollector _collector;
    private readonly BatchOptions _options;
    private readonly SteadyClock _clock;
    private readonly StoreAbsence _absence;
    private readonly SemaphoreSlim _signal = new(0, 1);
    private readonly Lock _gate = new();
    private volatile bool _idle;
    private int _fillings;
    private Instant _lookedAt = Instant.Min;

    public LaneLoop(ModelId model, PatientQueue queue, LanePump pump, LaneCollector collector, BatchOptions options, StoreAbsence absence, SteadyClock clock)
    {
        (_model, _queue, _pump, _collector, _options, _absence, _clock) = (model, queue, pump, collector, options, absence, clock);
        collector.Ended += Signal;
    }

    /// <summary>A request of the model ended: there may be room.</summary>
    public void RoomMayBe()
    {
        if (!_idle)
        {
            Signal();
        }
    }

    /// <summary>There is new work.</summary>
    public void Filled()
    {
        Interlocked.Increment(ref _fillings);
        _idle = false;
        Signal();
    }

    public async Task RunAsync(CancellationToken stopping)
    {
        var heartbeats = LeaseHeartbeat.RunAsync(_queue, _model, _options.LeaseTime / 3, _clock.Time, _absence, stopping);
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await PassAsync(stopping);
                await Task.Delay(_options.ShortestPause, _clock.Time, stopping);
                await _signal.WaitAsync(_options.Beat, stopping);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                break;
            }
            catch (DeferredStoreException e)
            {
                _absence.Away(e.Message);
                await Task.Delay(LanePump.Look, _clock.Time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        await LeaveAsync();
        await heartbeats;
    }

    public void Dispose() => _signal.Dispose();

    private async Task PassAsync(CancellationToken stopping)
    {
        if (_idle)
        {
            if (_clock.Now - _lookedAt < LanePump.Look)
            {
                return;
            }

            _lookedAt = _clock.Now;
            if ((await _pump.ReadAsync(stopping)).Items == 0)
            {
                return;
            }
        }

        var fillings = Volatile.Read(ref _fillings);
        if (await _collector.CollectAsync(stopping) == 0)
        {
            await _pump.LetGoAsync();
            _idle = fillings == Volatile.Read(ref _fillings);
            return;
        }

        _idle = false;
        if (await _pump.PassAsync(stopping))
        {
            await _collector.CollectAsync(stopping);
        }
    }

    private async Task LeaveAsync()
    {
        _pump.Close();
        try
        {
            await _pump.LetGoAsync();
        }
        catch (DeferredStoreException e)
        {
            _absence.Away(e.Message);
        }

        await _collector.CloseAsync();
    }

    private void Signal()
    {
        lock (_gate)
        {
            if (_signal.CurrentCount == 0)
            {
                _signal.Release();
            }
        }
    }
}
