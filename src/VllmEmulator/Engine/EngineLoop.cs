using SageServe.EngineModel;

namespace SageServe.VllmEmulator;

/// <summary>
/// Runs one engine in real time. A timer fires at the end of each step; being late delays what clients see by that much, but
/// never the engine, whose steps follow each other on its own clock. An idle engine has no timer.
/// </summary>
internal sealed class EngineLoop : IDisposable
{
    private static readonly Instant Origin = new(TimeSpan.TicksPerDay);

    private readonly Lock _gate = new();
    private readonly EngineInstance _engine;
    private readonly TimeProvider _time;
    private readonly double _timeScale;
    private readonly long _started;
    private readonly ITimer _timer;
    private readonly Dictionary<long, SequenceState> _sequences = [];
    private readonly List<EngineEvent> _events = [];
    private readonly List<GenerationCall> _woken = [];
    private readonly ReplicaMetrics _metrics;
    private Instant _armedFor = Instant.Max;
    private bool _isDelivering;
    private bool _isDisposed;
    private long _nextId;

    public EngineLoop(ReplicaSpec spec, ReplicaMetrics metrics, TimeProvider time)
    {
        _engine = new EngineInstance(spec.Profile, spec.ContextTokens);
        _metrics = metrics;
        _time = time;
        _timeScale = spec.TimeScale;
        _started = time.GetTimestamp();
        _timer = time.CreateTimer(static loop => ((EngineLoop)loop!).OnTimer(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    private Instant Now => Origin + _time.GetElapsedTime(_started) * _timeScale;

    public void Submit(GenerationCall call, int priority)
    {
        lock (_gate)
        {
            var now = Now;
            _metrics.Choices.Observe(call.Sequences.Length);
            foreach (var sequence in call.Sequences)
            {
                sequence.Id = _nextId++;
                sequence.Arrived = now;
                _sequences.Add(sequence.Id, sequence);
                var prompt = sequence.Source;
                _engine.Enqueue(new EngineRequest(sequence.Id, prompt.Tokens, sequence.Plan.Tokens, priority, prompt.Blocks), now);
            }

            Arm(now);
        }
    }

    /// <summary>Takes what is left of a call out of the engine and ends it.</summary>
    public void Cancel(GenerationCall call, CallEnd end)
    {
        lock (_gate)
        {
            var now = Now;
            foreach (var sequence in call.Sequences)
            {
                Remove(sequence, now);
            }
        }

        call.MarkEnd(end);
        call.Wake();
    }

    public void CancelAll(CallEnd end)
    {
        GenerationCall[] calls;
        lock (_gate)
        {
            calls = [.. _sequences.Values.Select(s => s.Call).Distinct()];
        }

        foreach (var call in calls)
        {
            Cancel(call, end);
        }
    }

    public EngineReadout Read()
    {
        lock (_gate)
        {
            return _engine.Read(Now);
        }
    }

    public byte[] RenderMetrics(ReplicaSpec spec, AdapterUse adapters)
    {
        lock (_gate)
        {
            return VllmExposition.Render(spec, _engine.Read(Now), _metrics, adapters);
        }
    }

    public void DropPrefixCache()
    {
        lock (_gate)
        {
            _engine.DropPrefixCache(Now);
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
        }

        _timer.Dispose();
    }

    private void OnTimer()
    {
        lock (_gate)
        {
            _armedFor = Instant.Max;
            if (_isDelivering || _isDisposed)
            {
                return;
            }

            _isDelivering = true;
        }

        while (Collect())
        {
            foreach (var call in _woken)
            {
                call.Wake();
            }
        }
    }

    /// <summary>Books all that has come out by now; false, with the timer set again, when that is nothing.</summary>
    private bool Collect()
    {
        lock (_gate)
        {
            _events.Clear();
            _woken.Clear();
            var now = Now;
            _engine.Advance(now, _events);
            foreach (var e in _events)
            {
                Book(e);
            }

            foreach (var call in _woken)
            {
                call.IsListed = false;
            }

            if (_woken.Count == 0)
            {
                _isDelivering = false;
                Arm(now);
            }

            return _woken.Count > 0;
        }
    }

    private void Book(in EngineEvent e)
    {
        if (e.Kind == EngineEventKind.Preempted || !_sequences.TryGetValue(e.RequestId, out var sequence))
        {
            return;
        }

        if (e.Kind == EngineEventKind.Rejected)
        {
            _sequences.Remove(e.RequestId);
            sequence.Call.MarkEnd(CallEnd.Rejected);
            List(sequence.Call);
            return;
        }

        if (e.Kind == EngineEventKind.FirstToken)
        {
            (sequence.Scheduled, sequence.First) = (e.ScheduledAt, e.At);
            _metrics.FirstToken(sequence);
        }
        else if (e.Tokens > 0)
        {
            _metrics.InterToken.Observe(sequence.Seconds(sequence.Last, e.At));
        }

        sequence.Last = e.At;
        sequence.Add(e.Tokens);
        if (e.Kind == EngineEventKind.Completed)
        {
            _sequences.Remove(e.RequestId);
            _metrics.Finished(sequence);
        }

        List(sequence.Call);
    }

    private void List(GenerationCall call)
    {
        if (!call.IsListed)
        {
            call.IsListed = true;
            _woken.Add(call);
        }
    }

    private void Remove(SequenceState sequence, Instant now)
    {
        if (_sequences.Remove(sequence.Id))
        {
            _engine.Cancel(sequence.Id, now);
            _metrics.Abort();
        }
    }

    /// <summary>Timers count whole milliseconds, so the end of the step is rounded up: early would only mean once more.</summary>
    private void Arm(Instant now)
    {
        var next = _engine.NextEventAt;
        if (_isDelivering || _isDisposed || next == _armedFor || next == Instant.Max)
        {
            return;
        }

        _armedFor = next;
        var milliseconds = Math.Ceiling(Math.Max(0, (next - now).TotalMilliseconds / _timeScale));
        _timer.Change(TimeSpan.FromMilliseconds(milliseconds), Timeout.InfiniteTimeSpan);
    }
}
