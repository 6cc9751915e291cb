namespace SageServe.ClusterHour;

/// <param name="What">One word.</param>
/// <param name="At">When it was done.</param>
internal sealed record HourAct(string What, DateTimeOffset At);
