namespace SageServe.Cli;

/// <param name="Line">The request line.</param>
/// <param name="Id">Value of <c>x-request-id</c>; empty without one.</param>
internal sealed record RawRequest(string Line, string Id);
