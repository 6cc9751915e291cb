namespace SageServe.Gateway;

/// <param name="Code">What kind of problem.</param>
/// <param name="Message">A sentence for people.</param>
/// <param name="Param">The field that is wrong.</param>
/// <param name="Line">Line of the input file, from 1; null when it is about the whole file.</param>
internal sealed record BatchError(string Code, string Message, string? Param = null, int? Line = null);
