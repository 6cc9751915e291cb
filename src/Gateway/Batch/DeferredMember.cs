namespace SageServe.Gateway;

/// <summary>A gateway that runs items of the lane.</summary>
/// <param name="Gateway">Its name, another one at each start.</param>
/// <param name="Room">Items that it would still take: what it said last, less what it was granted since. None when it was not heard of lately.</param>
public readonly record struct DeferredMember(string Gateway, int Room);
