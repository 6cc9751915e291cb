namespace SageServe.Shared;

/// <summary>Answer to the creation of a key.</summary>
/// <param name="Key">The key itself: told once, stored nowhere.</param>
/// <param name="Details">The key as lists show it.</param>
public sealed record CreatedKey(string Key, KeyDocument Details);
