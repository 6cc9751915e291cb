namespace SageServe.Routing;

/// <summary>What a replica or region has that a request can use again: its prompt's head in the KV cache, its adapter.</summary>
internal sealed class WarmState(ModelFlowOptions options)
{
    private readonly AffinityOptions _options = options.Affinity;
    private readonly bool _keepsPrefixes = NamedRules.UsesPrefixes(options);
    private readonly long _loadTicks = TimeSpan.FromSeconds(options.Affinity.AdapterLoadSeconds).Ticks;
    private readonly long _swapTicks = TimeSpan.FromSeconds(options.Affinity.AdapterSwapSeconds).Ticks;

    /// <summary>Prompt tokens that are likely cached there; at least one is always computed.</summary>
    public int CachedTokens(PrefixCache cache, InferenceRequest request)
    {
        if (!_keepsPrefixes || cache.Count == 0 || request.PrefixBlocks.IsDefaultOrEmpty)
        {
            return 0;
        }

        var stride = Stride(request);
        var tokens = (long)cache.Match(request.PrefixBlocks, stride, Salt(request)) * stride * request.PrefixBlockTokens;
        return (int)Math.Min(tokens, Math.Max(0, request.PromptTokens - 1));
    }

    /// <summary>Hash of the prompt's head, which all gateways see alike; 0 for a short prompt.</summary>
    public ulong Head(InferenceRequest request)
    {
        var block = _options.HeadTokens / Math.Max(1, request.PrefixBlockTokens);
        return block > 0 && request.PrefixBlocks.Length >= block ? request.PrefixBlocks[block - 1] ^ Salt(request) : 0;
    }

    /// <summary>Time to load the request's adapter there, in ticks; 0 where it is loaded or none is needed.</summary>
    public long AdapterTicks(HomeReplica replica, InferenceRequest request) =>
        request.Adapter is not { } adapter || replica.Ledger.Adapters.Contains(adapter) ? 0
        : replica.Ledger.Adapters.HasFreeSlot(SlotsOf(replica)) ? _loadTicks
        : _swapTicks;

    /// <summary>The request goes to that replica, which will have both.</summary>
    public void SentTo(HomeReplica replica, InferenceRequest request)
    {
        if (request.Adapter is { } adapter)
        {
            replica.Ledger.Adapters.Use(adapter, SlotsOf(replica));
        }

        Remember(replica.Ledger.Prefixes, replica.KvCapacityTokens, request);
    }

    /// <summary>The request goes to a place with this much KV cache; 0: not known.</summary>
    public void Remember(PrefixCache cache, long kvTokens, InferenceRequest request)
    {
        if (_keepsPrefixes && !request.PrefixBlocks.IsDefaultOrEmpty)
        {
            var stride = Stride(request);
            var blocks = kvTokens > 0 ? Math.Min(kvTokens / (stride * request.PrefixBlockTokens), _options.MaxPrefixBlocks) : _options.MaxPrefixBlocks;
            cache.Add(request.PrefixBlocks, stride, Salt(request), (int)Math.Max(1, blocks));
        }
    }

    private int SlotsOf(HomeReplica replica) => replica.Snapshot.AdapterSlots > 0 ? replica.Snapshot.AdapterSlots : _options.AdapterSlots;

    private int Stride(InferenceRequest request) => Math.Max(1, _options.PrefixBlockTokens / Math.Max(1, request.PrefixBlockTokens));

    private static ulong Salt(InferenceRequest request) => request.Adapter is { } adapter ? StableHash.Of(adapter) : 0;
}
