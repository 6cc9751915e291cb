namespace SageServe.Gateway;

/// <summary>The right to run one item until the lease ends.</summary>
/// <param name="Item">What to run.</param>
/// <param name="Token">
/// Fence: grows with every lease of the lane, also over a lost or restored store, since it is at least the store's clock in microseconds.
/// A step with the token of a lease that is over does nothing.
/// </param>
/// <param name="Urgent">As its grant was; of this lease alone: the next one is decided anew.</param>
public sealed record DeferredLease(DeferredItem Item, long Token, bool Urgent = false);
