namespace SageServe.Cli;

/// <summary>One move of the scaler, as its admin endpoint tells it.</summary>
internal sealed record ScaleActionReport(DateTimeOffset At, string Kind, string Pool, int Count, string Reason, string Detail, bool Applied);
