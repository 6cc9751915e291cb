namespace SageServe.EngineModel;

/// <summary>
/// The scheduler, after vLLM V1: every step shares one token budget between decodes (first), prefill chunks of running
/// sequences, and waiting sequences in (priority, arrival) order. The first waiting one that does not fit stops the walk.
/// When blocks run out, the running sequence with the lowest priority that came last goes back to waiting and recomputes; such a
/// step admits nobody. With equal priorities that is V1's first come, first served, else its priority policy.
/// Known differences: blocks of generated tokens are not cached (V1 may hit them when a preempted sequence or the next turn of a
/// chat comes); where V1's priority policy preempts the very sequence it is looking at, those after it sit the step out, here they
/// go on; V1's asynchronous scheduling, speculative tokens, adapters and encoder inputs are left out.
/// </summary>
internal sealed partial class ContinuousBatch(ThroughputProfile profile, KvCache kv, SequencePool pool)
{
    private readonly List<EngineSequence> _running = [];
    private readonly List<EngineSequence> _prefilling = [];
    private readonly DecodeSet _decodes = new(profile.BlockTokens);
    private readonly WaitingQueue _waiting = new();
    private readonly List<EngineSequence> _preempted = [];
    private int _budget;

    public int RunningCount => _running.Count;

    public int WaitingCount => _waiting.Count;

    public long PrefixQueriesTokens { get; private set; }

    public long PrefixHitsTokens { get; private set; }

    /// <summary>Those of the running that decode in every step.</summary>
    public DecodeSet Decodes => _decodes;

    /// <summary>Sequences that forming the last step put back to waiting.</summary>
    public List<EngineSequence> Preempted => _preempted;

    /// <summary>Counts changes of what runs; 0 before the first.</summary>
    public long Version { get; private set; }

    /// <summary>All that runs decodes one token in the step in progress, and nothing else is in it.</summary>
    public bool IsSteady => _decodes.Count == _running.Count && _running.Count > 0;

    /// <summary>The first of those that wait may come in at the next step, as far as limits other than memory go.</summary>
    public bool HasPlaces => _running.Count < profile.MaxSequences && _decodes.Count < profile.MaxBatchedTokens;

    public void Add(EngineSequence sequence) => _waiting.Add(sequence);

    public void Remove(EngineSequence sequence)
    {
        if (sequence.QueueIndex >= 0)
        {
            _waiting.Remove(sequence);
            return;
        }

        Version++;
        _running.Remove(sequence);
        if (sequence.IsSteady)
        {
            _decodes.Remove(sequence, stepping: true);
            _decodes.FindNextFinish(_running);
        }
        else
        {
            _prefilling.Remove(sequence);
        }

        kv.Free(sequence);
    }

    /// <summary>Chooses the work of a step that starts now, takes its blocks and marks it on the sequences.</summary>
    public StepSize Form(Instant now)
    {
        _budget = profile.MaxBatchedTokens;
        _preempted.Clear();
        if (_sitting > 0 || !TryContinue())
        {
            ContinueUnderShortage();
        }

        foreach (var sequence in _prefilling)
        {
            kv.Publish(sequence);
        }

        if (_preempted.Count == 0)
        {
            Admit(now);
        }

        return Sum();
    }

    /// <summary>
    /// Further steps after the one just formed that will decode the same sequences and change nothing else: nobody ends before
    /// the last of them begins, nobody comes in, blocks suffice.
    /// </summary>
    public int StepsUnchanged()
    {
        if (_preempted.Count > 0)
        {
            return 0;
        }

        var steps = (int)(_decodes.NextFinish - _decodes.Clock) - 1;
        // The first waiting one did not fit, and less will be free. But evictions would change what it needs.
        var mayChange = _waiting.Count > 0 && HasPlaces && _waiting.First.Shareable > 0;
        return _decodes.StepsWithin(1, mayChange ? kv.EmptyBlocks : kv.FreeBlocks, steps);
    }

    /// <summary>Runs further steps of which <see cref="StepsUnchanged"/> tells.</summary>
    public void Skip(int steps)
    {
        kv.Take(_decodes.Growth(1, steps));
        _decodes.Advance(steps);
    }

    /// <summary>Goes on with what runs; false, with nothing done, when budget or blocks do not suffice for all of it.</summary>
    private bool TryContinue()
    {
        if (_decodes.Count > _budget)
        {
            return false;
        }

        var budget = _budget - _decodes.Count;
        var growth = _decodes.Growth(0, 1);
        var blocks = growth;
        foreach (var sequence in _prefilling)
        {
            sequence.StepTokens = Math.Min(sequence.Remaining, budget);
            budget -= sequence.StepTokens;
            blocks += kv.BlocksFor(sequence.Computed + sequence.StepTokens) - sequence.Blocks;
        }

        if (blocks > kv.FreeBlocks)
        {
            return false;
        }

        _budget = budget;
        kv.Take(growth);
        foreach (var sequence in _prefilling)
        {
            kv.TryGrow(sequence, sequence.Computed + sequence.StepTokens);
        }

        return true;
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
            Version++;
            sequence.Computed = cached;
            sequence.ScheduledAt = Instant.Earlier(sequence.ScheduledAt, now);
            _budget -= tokens;
            CountPrefix(sequence, cached);
            if (sequence.IsDecoding)
            {
                _decodes.Add(sequence);
                continue;
            }

            sequence.StepTokens = tokens;
            _prefilling.Add(sequence);
            kv.Publish(sequence);
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
        var prefill = 0;
        var context = _decodes.ContextTokens;
        foreach (var sequence in _prefilling)
        {
            prefill += sequence.StepTokens;
            context += sequence.StepTokens > 0 ? sequence.Computed : 0;
        }

        return new StepSize(prefill, _decodes.Count, context);
    }
}
