namespace SageServe.Simulator;

/// <summary>
/// From the request for a replica to Ready by kind of start, envelope time. From the paper: reclaim about 1 min (2.5 min are charged
/// as waste), local weights about 5 min, redeployment about 10 min, weights of another region up to 2 h. The others are assumptions.
/// </summary>
public sealed record StartTimes
{
    public DurationSpread Reclaim { get; init; } = DurationSpread.Of(TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(2.5));

    public DurationSpread WakeFromRam { get; init; } = DurationSpread.Of(TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(15));

    public DurationSpread Standby { get; init; } = DurationSpread.Of(TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(60));

    public DurationSpread WakeFromDisk { get; init; } = DurationSpread.Of(TimeSpan.FromSeconds(45), TimeSpan.FromSeconds(90));

    public DurationSpread LocalWeights { get; init; } = DurationSpread.Of(TimeSpan.FromMinutes(4), TimeSpan.FromMinutes(6));

    public DurationSpread Redeploy { get; init; } = DurationSpread.Of(TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(15));

    public DurationSpread NewMachine { get; init; } = DurationSpread.Of(TimeSpan.FromMinutes(15), TimeSpan.FromMinutes(25));

    public DurationSpread RemoteWeights { get; init; } = DurationSpread.Of(TimeSpan.FromMinutes(90), TimeSpan.FromMinutes(120));

    /// <exception cref="ArgumentOutOfRangeException">The kind has no time of its own: initial replicas and profile starts.</exception>
    public DurationSpread Of(StartKind kind) => kind switch
    {
        StartKind.Reclaim => Reclaim,
        StartKind.WakeFromRam => WakeFromRam,
        StartKind.Standby => Standby,
        StartKind.WakeFromDisk => WakeFromDisk,
        StartKind.LocalWeights => LocalWeights,
        StartKind.Redeploy => Redeploy,
        StartKind.NewMachine => NewMachine,
        StartKind.RemoteWeights => RemoteWeights,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "It has no time of its own."),
    };
}
