namespace SageServe.EngineModel;

/// <summary>
/// The sequences that decode one token in every step. A step touches none of them: the clock counts steps, each sequence knows
/// the clock at which it ends, and the KV blocks that they grow by follow from how many stand at which place of their last block.
/// </summary>
internal sealed class DecodeSet(int blockTokens)
{
    private readonly int[] _places = new int[blockTokens];

    /// <summary>Steps taken since the engine began.</summary>
    public long Clock { get; private set; }

    public int Count { get; private set; }

    /// <summary>KV tokens that the next step reads.</summary>
    public long ContextTokens { get; private set; }

    /// <summary>The clock when the first of them ends; long.MaxValue when there is none.</summary>
    public long NextFinish { get; private set; } = long.MaxValue;

    public void Add(EngineSequence sequence)
    {
        sequence.IsSteady = true;
        sequence.StepTokens = 0;
        sequence.FinishAt = Clock + sequence.Request.OutputTokens - sequence.Generated;
        _places[PlaceOf(sequence.Computed)]++;
        Count++;
        ContextTokens += sequence.Computed;
        NextFinish = Math.Min(NextFinish, sequence.FinishAt);
    }

    /// <summary>Takes it out and writes down where it stands. <see cref="NextFinish"/> stays until <see cref="FindNextFinish"/>.</summary>
    /// <param name="sequence">One of the set.</param>
    /// <param name="stepping">A step is in progress, so the block of its token is taken already.</param>
    public void Remove(EngineSequence sequence, bool stepping)
    {
        sequence.Generated = GeneratedOf(sequence);
        sequence.IsSteady = false;
        sequence.Computed = sequence.Length - 1;
        sequence.Blocks = (sequence.Computed + (stepping ? 1 : 0) + blockTokens - 1) / blockTokens;
        _places[PlaceOf(sequence.Computed)]--;
        Count--;
        ContextTokens -= sequence.Computed;
    }

    public int GeneratedOf(EngineSequence sequence) =>
        sequence.IsSteady ? sequence.Request.OutputTokens - (int)(sequence.FinishAt - Clock) : sequence.Generated;

    public void FindNextFinish(List<EngineSequence> running)
    {
        NextFinish = long.MaxValue;
        foreach (var sequence in running)
        {
            if (sequence.IsSteady && sequence.FinishAt < NextFinish)
            {
                NextFinish = sequence.FinishAt;
            }
        }
    }

    /// <summary>Every sequence decodes this many tokens.</summary>
    public void Advance(int steps)
    {
        Clock += steps;
        ContextTokens += (long)steps * Count;
    }

    /// <summary>Blocks that the set grows by in this many steps, the first of which comes after <paramref name="skip"/> others.</summary>
    public int Growth(int skip, int steps)
    {
        var blocks = steps / blockTokens * Count;
        var place = PlaceThatGrows(skip);
        for (var i = steps % blockTokens; i > 0; i--)
        {
            blocks += _places[place];
            place = (place == 0 ? blockTokens : place) - 1;
        }

        return blocks;
    }

    /// <summary>The most steps, up to a limit, that together grow by no more than these blocks; counted as in <see cref="Growth"/>.</summary>
    public int StepsWithin(int skip, int blocks, int limit)
    {
        // Each sequence takes a block once in as many steps as a block has tokens.
        if ((limit / blockTokens + 1L) * Count <= blocks)
        {
            return limit;
        }

        var steps = blocks / Count * blockTokens;
        var left = blocks % Count;
        for (var place = PlaceThatGrows(skip); steps < limit && _places[place] <= left; steps++)
        {
            left -= _places[place];
            place = (place == 0 ? blockTokens : place) - 1;
        }

        return Math.Min(steps, limit);
    }

    /// <summary>A token needs a new block when the tokens before it fill theirs.</summary>
    private int PlaceThatGrows(int skip)
    {
        var place = (int)((Clock + skip) % blockTokens);
        return place == 0 ? 0 : blockTokens - place;
    }

    /// <summary>What does not change as the sequence decodes: its place in the block less the clock.</summary>
    private int PlaceOf(int computed)
    {
        var place = (int)((computed - Clock) % blockTokens);
        return place < 0 ? place + blockTokens : place;
    }
}
