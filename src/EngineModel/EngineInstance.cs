namespace SageServe.EngineModel;

/// <summary>
/// The door of EngineModel: one vLLM replica as a state machine. Continuous batching with a token budget, chunked prefill,
/// KV blocks with preemption, prefix cache; step times from the profile. Same inputs, same events, to the tick, however often
/// Advance and Read are called between them. Steps that end by an input's time are run before the input is seen, and an idle
/// engine starts a step the moment a sequence arrives, alone: what comes in the same tick joins the next step.
/// With every token reported it goes step by step. Without, decode-only steps in which nobody's answer ends are one event, however
/// many (run-length stepping), with the same events, readouts and decisions.
/// </summary>
public sealed class EngineInstance
{
    private readonly StepTime _stepTime;
    private readonly KvCache _kv;
    private readonly ContinuousBatch _batch;
    private readonly SequencePool _pool = new();
    private readonly Dictionary<long, EngineSequence> _sequences = [];
    private readonly List<EngineEvent> _pending = [];
    private readonly StepBook _book;
    private Instant _now = Instant.Min;
    private DecodeRun _run;

    /// <summary>End of the step in progress and of <see cref="_more"/> like it after it.</summary>
    private Instant _end = Instant.Max;
    private int _more;

    /// <param name="profile">Step times and limits.</param>
    /// <param name="maxContextTokens">Prompt plus output of one sequence.</param>
    /// <param name="reportEveryToken">False leaves the Tokens events out; Completed then brings all tokens after the first.</param>
    public EngineInstance(ThroughputProfile profile, int maxContextTokens, bool reportEveryToken = true)
    {
        Profile = profile;
        MaxContextTokens = maxContextTokens;
        _stepTime = new StepTime(profile);
        _kv = new KvCache(profile.KvCapacityTokens, profile.BlockTokens);
        _batch = new ContinuousBatch(profile, _kv, _pool);
        _book = new StepBook(reportEveryToken);
    }

    public ThroughputProfile Profile { get; }

    public int MaxContextTokens { get; }

    /// <summary>
    /// When to call Advance next: never later than the next event that is reported, earlier only where an arrival or a prefill chunk
    /// has to be looked at first. The time of the last input when events wait to be collected; <see cref="Instant.Max"/> when idle.
    /// </summary>
    public Instant NextEventAt => _pending.Count > 0 ? _now : _end;

    /// <summary>Adds a sequence; a request that can never run is told by a Rejected event of the next Advance.</summary>
    /// <exception cref="ArgumentException">Time went back, a token count is below 1, or a sequence with this id is here already.</exception>
    public void Enqueue(in EngineRequest request, Instant now)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(request.PromptTokens, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(request.OutputTokens, 1);
        Run(now, _pending);
        if (!CanEverRun(request))
        {
            _book.Rejected(request.Id, now);
            return;
        }

        var sequence = _pool.Begin(request);
        _sequences.Add(request.Id, sequence);
        _batch.Add(sequence);
        if (_end == Instant.Max)
        {
            StartStep(now);
        }
        else if (_batch.HasPlaces && sequence.QueueIndex == 0)
        {
            StopSkipping();
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

        StopSkipping();
        _batch.Remove(sequence);
        _pool.End(sequence);
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
    public void DropPrefixCache(Instant now)
    {
        Run(now, _pending);
        StopSkipping();
        _kv.DropUnused();
    }

    /// <summary>Tokens that a sequence has out by now; 0 for one that is not here, or no longer. O(1), and changes nothing later.</summary>
    public int GeneratedTokens(long id, Instant now)
    {
        Run(now, _pending);
        return _sequences.TryGetValue(id, out var sequence) ? _batch.Decodes.GeneratedOf(sequence) : 0;
    }

    /// <summary>As it stands now. O(1) within a run of decode steps, and changes nothing later.</summary>
    public EngineReadout Read(Instant now)
    {
        Run(now, _pending);
        return Read();
    }

    /// <summary>As it stood at the last input, reading or Advance.</summary>
    public EngineReadout Read() => new()
    {
        Running = _batch.RunningCount,
        Waiting = _batch.WaitingCount,
        KvUsedTokens = _kv.UsedTokens,
        KvCapacityTokens = _kv.CapacityTokens,
        PrefixQueriesTokens = _batch.PrefixQueriesTokens,
        PrefixHitsTokens = _batch.PrefixHitsTokens,
        Preemptions = _book.Preemptions,
        PromptTokens = _book.PromptTokens,
        GenerationTokens = _book.GenerationTokens,
        Steps = _book.Steps,
    };

    /// <summary>The last token is never fed back, so it needs no room in the KV cache.</summary>
    private bool CanEverRun(in EngineRequest request)
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
        _book.Events = events;
        while (_end <= now)
        {
            Skip(_more);
            _book.At = _end;
            _run.Done++;
            _batch.EndStep(_book, _sequences);
            StartStep(_end);
        }

        if (_more > 0)
        {
            Skip(Math.Min(_more, _run.StepsBy(now) - _run.Done));
        }
    }

    private void StartStep(Instant start)
    {
        var size = _batch.Form(start);
        _book.At = start;
        _book.Preempted(_batch.Preempted);
        if (!_batch.IsSteady)
        {
            Invariant.Holds(!size.IsEmpty || _batch.RunningCount + _batch.WaitingCount == 0, "an engine with work has a step");
            _run = default;
            _end = size.IsEmpty ? Instant.Max : start + _stepTime.Of(size);
            return;
        }

        if (_run.Batch != _batch.Version)
        {
            _run = new DecodeRun(start, _stepTime, size, _batch.Version);
        }

        _more = _book.EveryToken ? 0 : _batch.StepsUnchanged();
        _end = _run.EndOf(_run.Done + 1 + _more);
    }

    private void Skip(int steps)
    {
        if (steps > 0)
        {
            _more -= steps;
            _run.Done += steps;
            _book.Steps += steps;
            _book.GenerationTokens += (long)steps * _batch.Decodes.Count;
            _batch.Skip(steps);
        }
    }

    /// <summary>The step in progress is the last before the batch is looked at again.</summary>
    private void StopSkipping()
    {
        if (_more > 0)
        {
            _more = 0;
            _end = _run.EndOf(_run.Done + 1);
        }
    }
}
