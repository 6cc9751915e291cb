namespace SageServe.Scaler;

/// <summary>What the publisher remembers over restarts.</summary>
internal sealed record PublisherState(long Epoch, long Version);
