namespace SageServe.ClusterHour;

/// <param name="Role">pacing or planning.</param>
/// <param name="From">Who was killed.</param>
/// <param name="To">Who has the role since.</param>
/// <param name="Seconds">In between.</param>
internal sealed record Takeover(string Role, string From, string To, double Seconds);
