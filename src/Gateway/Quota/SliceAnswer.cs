namespace SageServe.Gateway;

/// <param name="Granted">The new slice.</param>
/// <param name="Balance">What the shared bucket holds after it; negative when overdrawn.</param>
internal readonly record struct SliceAnswer(long Granted, long Balance);
