namespace SageServe.Planning;

/// <summary>The mixes that pools are paced with, looked up again now and then, as they change slowly. It outlives a change of options.</summary>
internal sealed class MixMemory
{
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(30);
    private readonly Dictionary<(DeploymentId Deployment, TierSet Tiers), (Instant At, TokenMix Mix)> _known = [];
    private (Instant At, MixBook Mixes)? _book;

    public TokenMix Of(PoolSpec pool, DemandHistory history, Instant now, PlanningOptions options)
    {
        var key = (pool.Id.Deployment, TierSet.Of(pool));
        if (!_known.TryGetValue(key, out var known) || now - known.At >= Fresh)
        {
            _known[key] = known = (now, Book(history, now, options).Planned(key.Deployment, key.Item2));
        }

        return known.Mix;
    }

    /// <summary>One for all pools of a tick.</summary>
    private MixBook Book(DemandHistory history, Instant now, PlanningOptions options)
    {
        if (_book is not { } book || book.At != now)
        {
            _book = book = (now, new MixBook(history, options));
        }

        return book.Mixes;
    }
}
