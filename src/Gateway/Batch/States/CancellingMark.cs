namespace SageServe.Gateway;

/// <summary>Its tenant does not want it any more (<c>cancelling.json</c>, written once).</summary>
/// <param name="At">Unix seconds.</param>
/// <param name="By">Name of the gateway that was asked.</param>
internal sealed record CancellingMark(long At, string By);
