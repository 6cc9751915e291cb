namespace SageServe.Planning;

/// <param name="Name">The group.</param>
/// <param name="Current">Units that stand.</param>
/// <param name="Target">Units wanted.</param>
public sealed record GroupTarget(string Name, int Current, int Target);
