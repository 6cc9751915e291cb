namespace SageServe.ClusterHour;

/// <summary>What the run did itself.</summary>
internal sealed class HourNotes
{
    public List<HourAct> Acts { get; } = [];

    public List<LeaderKill> Kills { get; } = [];

    /// <summary>Minute by minute.</summary>
    public List<FleetMinute> Fleet { get; } = [];

    /// <summary>That came up while it ran.</summary>
    public List<string> Problems { get; } = [];

    public DateTimeOffset? At(string what) => Acts.Find(a => a.What == what)?.At;
}
