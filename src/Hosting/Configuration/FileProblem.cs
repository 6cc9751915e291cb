namespace SageServe.Hosting;

/// <summary>What is wrong with a file, and where.</summary>
/// <param name="Line">Counted from 1.</param>
/// <param name="Text">A sentence that begins with the path of the value, where one value is to blame.</param>
public sealed record FileProblem(int Line, string Text);
