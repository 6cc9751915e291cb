namespace SageServe.EngineModel;

/// <summary>Steps for which the budget or the blocks do not suffice: sequence by sequence, with preemption.</summary>
internal sealed partial class ContinuousBatch
{
    /// <summary>Decoding sequences that were left out of the step.</summary>
    private int _sitting;

    private void ContinueUnderShortage()
    {
        foreach (var sequence in _running)
        {
            sequence.StepTokens = 0;
            if (sequence.IsSteady)
            {
                _decodes.Remove(sequence, stepping: false);
            }
        }

        Continue(decodes: true);
        Continue(decodes: false);
        _sitting = 0;
        foreach (var sequence in _running)
        {
            if (sequence.IsDecoding && sequence.StepTokens > 0)
            {
                _decodes.Add(sequence);
            }
            else if (sequence.IsDecoding)
            {
                _sitting++;
            }
        }

        _decodes.FindNextFinish(_running);
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
        Version++;
        _prefilling.Remove(victim);
        _budget += victim.StepTokens;
        victim.StepTokens = 0;
        victim.Computed = 0;
        victim.WasPreempted = true;
        kv.Free(victim);
        _waiting.Add(victim);
        _preempted.Add(victim);
    }
}
