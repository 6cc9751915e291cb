namespace SageServe.Cli;

/// <param name="Line">In the file, from 1.</param>
/// <param name="Cells">As many as the header has.</param>
internal sealed record TableRow(int Line, string[] Cells);
