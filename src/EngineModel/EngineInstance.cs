namespace SageServe.EngineModel;

/// <summary>
/// The door of EngineModel: one vLLM replica as a state machine. Continuous batching with a token budget, chunked prefill,
/// KV blocks with preemption, prefix cache; step times from the profile. Same inputs, same events, to the tick, however often
/// Advance is called between them. Steps that end by an input's time are run before the input is seen, and an idle engine
/// starts a step the moment a sequence arrives, alone: what comes in the same tick joins the next step.
/// </summary>
public sealed class EngineInstance
{
    private readonly StepTime _stepTime;
    private readonly KvCache _kv;
    private readonly ContinuousBatch _batch;
    private readonly Dictionary<long, EngineSequence> _sequences = [];
    private readonly List<EngineEvent> _pending = [];
    private readonly bool _reportEveryToken;
    private Instant _now = Instant.Min;
    private Instant _stepEnd = Instant.Max;
    private long _arrivals;
    private long _preemptions;
    private long _promptTokens;
    private long _generationTokens;
    private long _steps;

    /// <param name="profile">Step times and limits.</param>
    /// <param name="maxContextTokens">Prompt plus output of one sequence.</param>
    /// <param name="reportEveryToken">False leaves the Tokens events out; Completed then brings all tokens after the first.</param>
    public EngineInstance(ThroughputProfile profile, int maxContextTokens, bool reportEveryToken = true)
    {
        Profile = profile;
        MaxContextTokens = maxContextTokens;
        _reportEveryToken = reportEveryToken;
        _stepTime = new StepTime(profile);
        _kv = new KvCache(profile.KvCapacityTokens, profile.BlockTokens);
        _batch = new ContinuousBatch(profile, _kv);
    }

    public ThroughputProfile Profile { get; }

    public int MaxContextTokens { get; }

    /// <summary>End of the step in progress; the time of the last input when events wait to be collected; <see cref="Instant.Max"/> when idle.</summary>
    public Instant NextEventAt => _pending.Count > 0 ? _now : _stepEnd;

    /// <summary>Adds a sequence; a request that can never run is told by a Rejected event of the next Advance.</summary>
    public void Enqueue(EngineRequest request, Instant now)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(request.PromptTokens, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(request.OutputTokens, 1);
        Run(now, _pending);
        if (!CanEverRun(request))
        {
            _pending.Add(new EngineEvent(EngineEventKind.Rejected, request.Id, now, 0));
            return;
        }

        var sequence = new EngineSequence(request, _arrivals++);
        _sequences.Add(request.Id, sequence);
        _batch.Add(sequence);
        if (_stepEnd == Instant.Max)
        {
            StartStep(now, _pending);
        }
    }

    /// <summary>Takes a sequence out, running or waiting; false when it is not there. A step in progress still takes its time.</summary>
    public bool Cancel(long id, Instant now)
    {
        Run(now, _pending);
        if (!_sequences.Remove(id, out var sequence))
        {
            return false;
        }

        _batch.Remove(sequence);
        return true;
    }

    /// <summary>Runs all steps that end by <paramref name="now"/> and appends what came out, in order of time.</summary>
    public void Advance(Instant now, List<EngineEvent> events)
    {
        events.AddRange(_pending);
        _pending.Clear();
        Run(now, events);
    }

    /// <summary>Forgets cached prefixes that no live sequence uses, as vLLM does when it sleeps.</summary>
    public void DropPrefixCache() => _kv.DropUnused();

    public EngineReadout Read() => new()
    {
        Running = _batch.RunningCount,
        Waiting = _batch.WaitingCount,
        KvUsedTokens = _kv.UsedTokens,
        KvCapacityTokens = _kv.CapacityTokens,
        PrefixQueriesTokens = _batch.PrefixQueriesTokens,
        PrefixHitsTokens = _batch.PrefixHitsTokens,
        Preemptions = _preemptions,
        PromptTokens = _promptTokens,
        GenerationTokens = _generationTokens,
        Steps = _steps,
    };

    /// <summary>The last token is never fed back, so it needs no room in the KV cache.</summary>
    private bool CanEverRun(EngineRequest request)
    {
        var tokens = (long)request.PromptTokens + request.OutputTokens;
        return tokens <= MaxContextTokens && tokens - 1 <= _kv.CapacityTokens;
    }

    private void Run(Instant now, List<EngineEvent> events)
    {
        if (now < _now)
        {
            throw new ArgumentOutOfRangeException(nameof(now), now, $"Time went back; the engine is at {_now}.");
        }

        _now = now;
        while (_stepEnd <= now)
        {
            var end = _stepEnd;
            EndStep(end, events);
            StartStep(end, events);
        }
    }

    private void StartStep(Instant start, List<EngineEvent> events)
    {
        var size = _batch.Form(start);
        foreach (var sequence in _batch.Preempted)
        {
            _preemptions++;
            events.Add(new EngineEvent(EngineEventKind.Preempted, sequence.Request.Id, start, 0));
        }

        Invariant.Holds(!size.IsEmpty || _batch.RunningCount + _batch.WaitingCount == 0, "an engine with work has a step");
        _stepEnd = size.IsEmpty ? Instant.Max : start + _stepTime.Of(size);
    }

    private void EndStep(Instant end, List<EngineEvent> events)
    {
        _steps++;
        var running = _batch.Running;
        var kept = 0;
        for (var i = 0; i < running.Count; i++)
        {
            var sequence = running[i];
            if (sequence.StepTokens > 0 && Complete(sequence, end, events))
            {
                _kv.Free(sequence);
                _sequences.Remove(sequence.Request.Id);
                continue;
            }

            running[kept++] = sequence;
        }

        running.RemoveRange(kept, running.Count - kept);
    }

    /// <summary>Books what the step did for one sequence; true when it is done.</summary>
    private bool Complete(EngineSequence sequence, Instant end, List<EngineEvent> events)
    {
        sequence.Computed += sequence.StepTokens;
        if (sequence.Published < sequence.Shared.Length)
        {
            _kv.Publish(sequence);
        }

        if (sequence.Remaining > 0)
        {
            return false;
        }

        sequence.Generated++;
        _generationTokens++;
        var done = sequence.Generated == sequence.Request.OutputTokens;
        Report(sequence, done, end, events);
        return done;
    }

    private void Report(EngineSequence sequence, bool done, Instant end, List<EngineEvent> events)
    {
        var id = sequence.Request.Id;
        var isFirst = sequence.Generated == 1;
        if (isFirst)
        {
            _promptTokens += sequence.Request.PromptTokens;
            events.Add(new EngineEvent(EngineEventKind.FirstToken, id, end, 1) { ScheduledAt = sequence.ScheduledAt });
        }

        if (done)
        {
            var last = isFirst ? 0 : _reportEveryToken ? 1 : sequence.Generated - 1;
            events.Add(new EngineEvent(EngineEventKind.Completed, id, end, last));
        }
        else if (!isFirst && _reportEveryToken)
        {
            events.Add(new EngineEvent(EngineEventKind.Tokens, id, end, 1));
        }
    }
}
