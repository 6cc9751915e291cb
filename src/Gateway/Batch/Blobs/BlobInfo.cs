namespace SageServe.Gateway;

/// <summary>What a store says of a blob.</summary>
/// <param name="Key">Its whole key.</param>
/// <param name="Length">In bytes.</param>
/// <param name="WrittenAt">By the store's own clock.</param>
internal readonly record struct BlobInfo(string Key, long Length, Instant WrittenAt);
