namespace SageServe.EngineModel.Tests;

/// <summary>KV blocks by their definition: counted anew whenever somebody asks.</summary>
internal sealed class NaiveKv(int blocks, int blockTokens)
{
    private readonly Dictionary<ulong, int> _users = [];
    private readonly List<ulong> _unused = [];
    private int _own;

    public int Used => _own + _users.Count(u => u.Value > 0);

    public long Capacity => (long)blocks * blockTokens;

    public int For(int tokens) => (tokens + blockTokens - 1) / blockTokens;

    public int Hits(NaiveSequence sequence)
    {
        var hits = 0;
        while (hits < (sequence.Length - 1) / blockTokens && sequence.HashAt(hits) is { } hash && _users.ContainsKey(hash))
        {
            hits++;
        }

        return hits;
    }

    public bool Start(NaiveSequence sequence, int hits, int tokens)
    {
        var hashes = Enumerable.Range(0, hits).Select(i => sequence.HashAt(i)!.Value).ToArray();
        if (For(tokens) - hits + hashes.Count(h => _users[h] == 0) > blocks - Used)
        {
            return false;
        }

        foreach (var hash in hashes)
        {
            _users[hash]++;
            _unused.Remove(hash);
            sequence.Blocks.Add(hash);
        }

        sequence.Published = hits;
        return Grow(sequence, tokens);
    }

    public bool Grow(NaiveSequence sequence, int tokens)
    {
        var more = For(tokens) - sequence.Blocks.Count;
        if (more > blocks - Used)
        {
            return false;
        }

        for (; more > 0; more--)
        {
            if (_own + _users.Count == blocks)
            {
                _users.Remove(_unused[0]);
                _unused.RemoveAt(0);
            }

            _own++;
            sequence.Blocks.Add(null);
        }

        return true;
    }

    public void Publish(NaiveSequence sequence)
    {
        var full = Math.Min(sequence.Computed + sequence.Step, sequence.Request.PromptTokens) / blockTokens;
        for (; sequence.Published < full; sequence.Published++)
        {
            if (sequence.HashAt(sequence.Published) is { } hash && _users.TryAdd(hash, 1))
            {
                sequence.Blocks[sequence.Published] = hash;
                _own--;
            }
        }
    }

    public void Free(NaiveSequence sequence)
    {
        foreach (var block in Enumerable.Reverse(sequence.Blocks))
        {
            if (block is not { } hash)
            {
                _own--;
            }
            else if (--_users[hash] == 0)
            {
                _unused.Add(hash);
            }
        }

        sequence.Blocks.Clear();
        sequence.Published = 0;
    }

    public void DropUnused()
    {
        _unused.ForEach(h => _users.Remove(h));
        _unused.Clear();
    }
}
