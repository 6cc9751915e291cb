namespace SageServe.Shared;

/// <summary>A gateway that runs lines of a lane.</summary>
/// <param name="Gateway">Its name in the index, another one at each start.</param>
/// <param name="Room">Lines that it would still take.</param>
public sealed record QueueMember(string Gateway, int Room);
