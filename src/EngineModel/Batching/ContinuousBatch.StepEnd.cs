namespace SageServe.EngineModel;

/// <summary>Books a step that ends. A step in which nobody's prefill and nobody's answer ends touches no sequence.</summary>
internal sealed partial class ContinuousBatch
{
    /// <summary>Whoever is done leaves, also <paramref name="all"/>.</summary>
    public void EndStep(StepBook book, Dictionary<long, EngineSequence> all)
    {
        book.Steps++;
        book.GenerationTokens += _decodes.Count;
        _decodes.Advance(1);
        if (_prefilling.Count == 0 && _decodes.NextFinish > _decodes.Clock && !book.EveryToken)
        {
            return;
        }

        var kept = 0;
        for (var i = 0; i < _running.Count; i++)
        {
            var sequence = _running[i];
            if (!Ends(sequence, book))
            {
                _running[kept++] = sequence;
                continue;
            }

            kv.Free(sequence);
            all.Remove(sequence.Request.Id);
            pool.End(sequence);
        }

        Leave(kept);
    }

    private void Leave(int kept)
    {
        if (_prefilling.Count > 0)
        {
            _prefilling.RemoveAll(static s => s.IsSteady || s.IsDone);
        }

        if (kept < _running.Count)
        {
            Version++;
            _running.RemoveRange(kept, _running.Count - kept);
            _decodes.FindNextFinish(_running);
        }
    }

    private bool Ends(EngineSequence sequence, StepBook book)
    {
        if (!sequence.IsSteady)
        {
            return sequence.StepTokens > 0 && EndsChunk(sequence, book);
        }

        if (sequence.FinishAt > _decodes.Clock)
        {
            book.Token(sequence);
            return false;
        }

        _decodes.Remove(sequence, stepping: false);
        book.Completed(sequence);
        return true;
    }

    private bool EndsChunk(EngineSequence sequence, StepBook book)
    {
        sequence.Computed += sequence.StepTokens;
        if (sequence.Remaining == 0)
        {
            sequence.Generated++;
            book.Prefilled(sequence);
        }

        if (sequence.IsDecoding && !sequence.IsDone)
        {
            _decodes.Add(sequence);
        }

        return sequence.IsDone;
    }
}
