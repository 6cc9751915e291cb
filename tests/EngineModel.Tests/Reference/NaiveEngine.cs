namespace SageServe.EngineModel.Tests;

/// <summary>
/// The engine's rules written down once more, as plainly as they can be: every step looks at every sequence, nothing is skipped,
/// nothing is remembered that can be counted. The yardstick for both ways of stepping.
/// </summary>
internal sealed class NaiveEngine(ThroughputProfile profile, int maxContext)
{
    private readonly List<NaiveSequence> _running = [];
    private readonly List<NaiveSequence> _waiting = [];
    private readonly NaiveKv _kv = new((int)(profile.KvCapacityTokens / profile.BlockTokens), profile.BlockTokens);
    private readonly StepTime _time = new(profile);
    private NaiveSequence[] _batch = [];
    private (Instant Start, int Count, long Context, int Done) _run;
    private Instant _end = Instant.Max;
    private long _order, _queries, _hits, _preemptions, _prompts, _tokens, _steps;

    public List<EngineEvent> Events { get; } = [];

    public Instant StepEnd => _end;

    public void Enqueue(EngineRequest request, Instant now)
    {
        Run(now);
        if (request.PromptTokens + request.OutputTokens > maxContext || request.PromptTokens + request.OutputTokens - 1 > _kv.Capacity)
        {
            Events.Add(new EngineEvent(EngineEventKind.Rejected, request.Id, now, 0));
            return;
        }

        _waiting.Add(new NaiveSequence(request, _order++));
        if (_end == Instant.Max)
        {
            Start(now);
        }
    }

    public bool Cancel(long id, Instant now)
    {
        Run(now);
        var sequence = _running.Concat(_waiting).FirstOrDefault(s => s.Request.Id == id);
        if (sequence is null)
        {
            return false;
        }

        _kv.Free(sequence);
        return _running.Remove(sequence) || _waiting.Remove(sequence);
    }

    public void DropPrefixCache(Instant now)
    {
        Run(now);
        _kv.DropUnused();
    }

    public int Generated(long id, Instant now)
    {
        Run(now);
        return _running.Concat(_waiting).FirstOrDefault(s => s.Request.Id == id)?.Generated ?? 0;
    }

    public EngineReadout Read(Instant now)
    {
        Run(now);
        return new()
        {
            Running = _running.Count,
            Waiting = _waiting.Count,
            KvUsedTokens = (long)_kv.Used * profile.BlockTokens,
            KvCapacityTokens = _kv.Capacity,
            PrefixQueriesTokens = _queries,
            PrefixHitsTokens = _hits,
            Preemptions = _preemptions,
            PromptTokens = _prompts,
            GenerationTokens = _tokens,
            Steps = _steps,
        };
    }

    public void Run(Instant now)
    {
        while (_end <= now)
        {
            End(_end);
            Start(_end);
        }
    }

    private void Start(Instant now)
    {
        var preempted = _preemptions;
        var budget = profile.MaxBatchedTokens;
        _running.ForEach(s => s.Step = 0);
        foreach (var sequence in _running.Where(s => s.IsDecode).Concat(_running.Where(s => !s.IsDecode)).ToArray())
        {
            var tokens = Math.Min(sequence.Remaining, budget);
            while (tokens > 0 && _running.Contains(sequence) && !_kv.Grow(sequence, sequence.Computed + tokens))
            {
                var victim = _running.MaxBy(s => s.Key)!;
                budget += victim.Step;
                Preempt(victim, now);
            }

            sequence.Step = _running.Contains(sequence) ? tokens : 0;
            budget -= sequence.Step;
        }

        _running.ForEach(_kv.Publish);
        while (preempted == _preemptions && budget > 0 && _running.Count < profile.MaxSequences && _waiting.MinBy(s => s.Key) is { } next)
        {
            var cached = _kv.Hits(next) * profile.BlockTokens;
            next.Step = Math.Min(next.Length - cached, budget);
            if (!_kv.Start(next, cached / profile.BlockTokens, cached + next.Step))
            {
                break;
            }

            Admit(next, cached, now);
            _kv.Publish(next);
            budget -= next.Step;
        }

        _end = _running.Count == 0 ? Instant.Max : EndOfStep(now);
    }

    private void Preempt(NaiveSequence victim, Instant now)
    {
        _kv.Free(victim);
        _running.Remove(victim);
        _waiting.Add(victim);
        (victim.Computed, victim.Step, victim.WasPreempted) = (0, 0, true);
        _preemptions++;
        Events.Add(new EngineEvent(EngineEventKind.Preempted, victim.Request.Id, now, 0));
    }

    private void Admit(NaiveSequence next, int cached, Instant now)
    {
        _waiting.Remove(next);
        _running.Add(next);
        next.Computed = cached;
        next.ScheduledAt = Instant.Earlier(next.ScheduledAt, now);
        if (!next.WasPreempted)
        {
            _queries += next.Length;
            _hits += cached;
        }
    }

    private Instant EndOfStep(Instant now)
    {
        var stepping = _running.Where(s => s.Step > 0).ToArray();
        var context = stepping.Sum(s => (long)s.Computed);
        if (stepping.Length < _running.Count || stepping.Any(s => !s.IsDecode))
        {
            _batch = [];
            return now + _time.Of(new StepSize(stepping.Where(s => !s.IsDecode).Sum(s => s.Step), stepping.Count(s => s.IsDecode), context));
        }

        if (!_batch.SequenceEqual(_running))
        {
            _batch = [.. _running];
            _run = (now, stepping.Length, context, 0);
        }

        _run.Done++;
        var first = Math.Max(1, (_time.DecodeSeconds(_run.Count) + _run.Context * _time.SecondsPerContextToken) * TimeSpan.TicksPerSecond);
        var more = _run.Count * _time.SecondsPerContextToken * TimeSpan.TicksPerSecond;
        return new Instant(_run.Start.Ticks + (long)Math.Floor(_run.Done * first + more * (_run.Done * (_run.Done - 1.0) / 2) + 0.5));
    }

    private void End(Instant now)
    {
        _steps++;
        foreach (var sequence in _running.Where(s => s.Step > 0).ToArray())
        {
            sequence.Computed += sequence.Step;
            if (sequence.Remaining == 0)
            {
                _tokens++;
                sequence.Generated++;
                Report(sequence, now);
            }
        }
    }

    private void Report(NaiveSequence sequence, Instant now)
    {
        var isDone = sequence.Generated == sequence.Request.OutputTokens;
        var isFirst = sequence.Generated == 1;
        if (isFirst)
        {
            _prompts += sequence.Request.PromptTokens;
            Events.Add(new EngineEvent(EngineEventKind.FirstToken, sequence.Request.Id, now, 1) { ScheduledAt = sequence.ScheduledAt });
        }

        if (isDone)
        {
            Events.Add(new EngineEvent(EngineEventKind.Completed, sequence.Request.Id, now, isFirst ? 0 : 1));
            _kv.Free(sequence);
            _running.Remove(sequence);
        }
        else if (!isFirst)
        {
            Events.Add(new EngineEvent(EngineEventKind.Tokens, sequence.Request.Id, now, 1));
        }
    }
}
