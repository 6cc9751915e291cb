namespace SageServe.Gateway.Tests;

/// <summary>A lane as plainly as possible: lists and sets in memory, without time.</summary>
internal sealed class StoreModel(DeferredLimits limits)
{
    private readonly SortedDictionary<string, ModelGroup> _groups = new(StringComparer.Ordinal);
    private int _grants;

    public SortedDictionary<string, int> Rooms { get; } = new(StringComparer.Ordinal);

    public IEnumerable<DeferredLease> Leases => _groups.Values.SelectMany(g => g.Leased);

    private long Items => _groups.Values.Sum(g => (long)g.Count);

    public int? Enqueue(string group, IReadOnlyList<DeferredItem> items)
    {
        var known = _groups.GetValueOrDefault(group);
        var fresh = items.Where(i => known?.Knows(i.Line) != true).DistinctBy(i => i.Line).ToList();
        if (known is null && _groups.Count >= limits.Groups || Items + fresh.Count > limits.Items)
        {
            return null;
        }

        if (fresh.Count > 0)
        {
            _groups[group] = known ??= new ModelGroup();
            known.Waiting.AddRange(fresh);
        }

        return fresh.Count;
    }

    /// <returns>How many go.</returns>
    public int Grant(string group, string gateway, int count, bool urgent)
    {
        if (!_groups.TryGetValue(group, out var known) || !Rooms.TryGetValue(gateway, out var room))
        {
            return 0;
        }

        var taken = known.Waiting.Take(Math.Min(count, room)).ToList();
        known.Waiting.RemoveRange(0, taken.Count);
        Rooms[gateway] = room - taken.Count;
        known.Granted.AddRange(taken.Select(item => new ModelGrant(item, gateway, ++_grants, urgent)));
        return taken.Count;
    }

    /// <summary>What a gateway should find, in order.</summary>
    public IReadOnlyList<(DeferredItem Item, bool Urgent)> Inbox(string gateway) =>
        [.. _groups.Values.SelectMany(g => g.Granted).Where(g => g.Gateway == gateway).OrderBy(g => g.Number).Select(g => (g.Item, g.Urgent))];

    public void Collect(string gateway, int room, IReadOnlyList<DeferredLease> leases)
    {
        Rooms[gateway] = Math.Max(0, room - leases.Count);
        foreach (var lease in leases)
        {
            var group = _groups[lease.Item.Group];
            group.Granted.RemoveAll(g => g.Gateway == gateway && g.Item == lease.Item);
            group.Leased.Add(lease);
        }
    }

    public void Complete(DeferredLease lease) => End(lease, _ => { });

    public void Requeue(DeferredLease lease, bool countAttempt, bool delayed) => End(lease, group =>
    {
        var item = lease.Item with { Attempt = lease.Item.Attempt + (countAttempt ? 1 : 0) };
        if (delayed)
        {
            group.Delayed.Add(item);
        }
        else
        {
            group.Waiting.Insert(0, item);
        }
    });

    public int RemoveGroup(string group)
    {
        var count = _groups.GetValueOrDefault(group)?.Count ?? 0;
        _groups.Remove(group);
        return count;
    }

    public int Remove(string group, IReadOnlyList<int> lines)
    {
        if (!_groups.TryGetValue(group, out var known))
        {
            return 0;
        }

        var before = known.Count;
        known.Waiting.RemoveAll(i => lines.Contains(i.Line));
        known.Delayed.RemoveAll(i => lines.Contains(i.Line));
        known.Granted.RemoveAll(g => lines.Contains(g.Item.Line));
        known.Leased.RemoveAll(l => lines.Contains(l.Item.Line));
        var removed = before - known.Count;
        Forget(group);
        return removed;
    }

    public IEnumerable<(string Group, long Waiting, long Delayed, long Leased, long Prompt, long Output, double Work, Instant? Oldest)> State() =>
        _groups.Select(g => (
            g.Key,
            (long)g.Value.Waiting.Count,
            (long)g.Value.Delayed.Count,
            (long)g.Value.Granted.Count + g.Value.Leased.Count,
            g.Value.Idle.Sum(i => (long)i.PromptTokens),
            g.Value.Idle.Sum(i => (long)i.OutputTokens),
            g.Value.Idle.Sum(i => i.WorkSeconds),
            g.Value.Waiting.Count > 0 ? g.Value.Waiting[0].EnqueuedAt : (Instant?)null));

    private void End(DeferredLease lease, Action<ModelGroup> then)
    {
        var group = _groups[lease.Item.Group];
        Assert.True(group.Leased.Remove(lease));
        then(group);
        Forget(lease.Item.Group);
    }

    private void Forget(string group)
    {
        if (_groups[group].Count == 0)
        {
            _groups.Remove(group);
        }
    }
}
