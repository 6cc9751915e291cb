namespace SageServe.ClusterHour;

/// <param name="Name">Who was killed.</param>
/// <param name="Region">Whose replicas it moved.</param>
/// <param name="Planned">It planned for all too.</param>
/// <param name="At">When.</param>
internal sealed record LeaderKill(string Name, string Region, bool Planned, DateTimeOffset At);
