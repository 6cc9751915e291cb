namespace SageServe.EngineModel;

/// <summary>
/// The scheduler, after vLLM V1: every step shares one token budget between decodes (first), prefill chunks of running
/// sequences, and waiting sequences in (priority, arrival) order. The first waiting one that does not fit stops the walk.
/// When blocks run out, the running sequence with the lowest priority that came last goes back to waiting and recomputes.
/// </summary>
internal sealed class ContinuousBatch(ThroughputProfile profile, KvCache kv)
{
    private readonly List<EngineSequence> _running = [];
    private readonly WaitingQueue _waiting = new();
    private readonly List<EngineSequence> _preempted = [];
    private int _budget;

    public int RunningCount => _running.Count;

    public int WaitingCount => _waiting.Count;

    public long PrefixQueriesTokens { get; private set; }

    public long PrefixHitsTokens { get; private set; }

    /// <summary>In order of admission; the order of the events of one step.</summary>
    public List<EngineSequence> Running => _running;

    /// <summary>Sequences that forming the last step put back to waiting.</summary>
    public List<EngineSequence> Preempted => _preempted;

    public void Add(EngineSequence sequence) => _waiting.Add(sequence);

    public void Remove(EngineSequence sequence)
    {
        if (sequence.QueueIndex >= 0)
        {
            _waiting.Remove(sequence);
            return;
        }

        _running.Remove(sequence);
        kv.Free(sequence);
    }

    /// <summary>Chooses the work of a step that starts now and marks it on the sequences.</summary>
    public StepSize Form(Instant now)
    {
        _budget = profile.MaxBatchedTokens;
        _preempted.Clear();
        foreach (var sequence in _running)
        {
            sequence.StepTokens = 0;
        }

        Continue(decodes: true);
        Continue(decodes: false);
        if (_preempted.Count == 0)
        {
            Admit(now);
        }

        return Sum();
    }

    private void Continue(bool decodes)
    {
        for (var i = 0; i < _running.Count && _budget > 0; i++)
        {
            var sequence = _running[i];
            if (sequence.IsDecoding != decodes)
            {
                continue;
            }

            var tokens = Math.Min(sequence.Remaining, _budget);
            if (!MakeRoom(sequence, sequence.Computed + tokens, ref i))
            {
                continue;
            }

            sequence.StepTokens = tokens;
            _budget -= tokens;
        }
    }

    /// <summary>Preempts until the sequence can grow; false when it had to give way itself.</summary>
    private bool MakeRoom(EngineSequence sequence, int tokens, ref int index)
    {
        while (!kv.TryGrow(sequence, tokens))
        {
            var place = LastInOrder();
            var victim = _running[place];
            _running.RemoveAt(place);
            index -= place <= index ? 1 : 0;
            Preempt(victim);
            if (victim == sequence)
            {
                return false;
            }
        }

        return true;
    }

    private int LastInOrder()
    {
        var last = 0;
        for (var i = 1; i < _running.Count; i++)
        {
            last = _running[last].IsBefore(_running[i]) ? i : last;
        }

        return last;
    }

    private void Preempt(EngineSequence victim)
    {
        _budget += victim.StepTokens;
        victim.StepTokens = 0;
        victim.Computed = 0;
        victim.WasPreempted = true;
        kv.Free(victim);
        _waiting.Add(victim);
        _preempted.Add(victim);
    }

    private void Admit(Instant now)
    {
        while (_waiting.Count > 0 && _budget > 0 && _running.Count < profile.MaxSequences)
        {
            var sequence = _waiting.First;
            var hits = kv.CountHits(sequence);
            var cached = hits * profile.BlockTokens;
            var tokens = Math.Min(sequence.Length - cached, _budget);
            if (!kv.TryStart(sequence, hits, cached + tokens))
            {
                return;
            }

            _waiting.Remove(sequence);
            _running.Add(sequence);
            sequence.Computed = cached;
            sequence.StepTokens = tokens;
            sequence.ScheduledAt = Instant.Earlier(sequence.ScheduledAt, now);
            _budget -= tokens;
            CountPrefix(sequence, cached);
        }
    }

    private void CountPrefix(EngineSequence sequence, int cached)
    {
        if (!sequence.WasPreempted)
        {
            PrefixQueriesTokens += sequence.Length;
            PrefixHitsTokens += cached;
        }
    }

    private StepSize Sum()
    {
        int prefill = 0, decodes = 0;
        var context = 0L;
        foreach (var sequence in _running)
        {
            if (sequence.StepTokens == 0)
            {
                continue;
            }

            context += sequence.Computed;
            if (sequence.IsDecoding)
            {
                decodes++;
            }
            else
            {
                prefill += sequence.StepTokens;
            }
        }

        return new StepSize(prefill, decodes, context);
    }
}
