namespace SageServe.Gateway;

/// <summary>The end of a batch (<c>end.json</c>, written once: the first one is the end).</summary>
/// <param name="By">Name of the gateway that wrote it.</param>
/// <param name="Batch">The batch as everybody sees it from then on.</param>
internal sealed record EndMark(string By, BatchDocument Batch);
