namespace SageServe.Gateway;

/// <summary>The deferred queue of a model.</summary>
internal sealed record DeferredView(long Waiting, double OldestAgeSeconds);
