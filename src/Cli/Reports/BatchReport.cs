namespace SageServe.Cli;

/// <summary>Batches sent through <c>/v1/files</c> and <c>/v1/batches</c>.</summary>
internal sealed record BatchReport(int Created, int Completed, int Failed, int LinesTotal, int LinesCompleted, int LinesFailed);
