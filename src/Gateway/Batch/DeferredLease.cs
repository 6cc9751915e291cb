namespace SageServe.Gateway;

/// <summary>The right to run one item until the lease ends.</summary>
/// <param name="Item">What to run.</param>
/// <param name="Token">Fence: grows with every lease of the lane; a step with an older token than the current one does nothing.</param>
public sealed record DeferredLease(DeferredItem Item, long Token);
