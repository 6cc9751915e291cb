namespace SageServe.Simulator;

/// <summary>What one pool held and what for, in replica ticks of the envelope clock, up to the end of the run.</summary>
internal sealed class PoolUsage(Instant end, double speed)
{
    private readonly int[] _starts = new int[Enum.GetValues<StartKind>().Length];
    private int _held;

    public long HeldTicks { get; private set; }

    public long StartUpTicks { get; private set; }

    public long DrainTicks { get; private set; }

    public long IdleTicks { get; private set; }

    public long KeptTicks { get; private set; }

    public long DonatedTicks { get; private set; }

    public int Started { get; private set; }

    public int Peak { get; private set; }

    public int ScaleOuts { get; private set; }

    public int ScaleIns { get; private set; }

    /// <summary>Scaled in, lost or failed before they were ready.</summary>
    public int NeverReady { get; private set; }

    /// <summary>Gone without having been asked to, failed starts included.</summary>
    public int Lost { get; private set; }

    public ServingTally Serving { get; } = new();

    public int Starts(StartKind kind) => _starts[(int)kind];

    public void Began(SimReplica replica)
    {
        if (replica.AllocatedAt >= end)
        {
            return;
        }

        Started++;
        _starts[(int)replica.Kind]++;
        ScaleOuts += replica.Kind == StartKind.Initial ? 0 : 1;
        _held++;
        Peak = Math.Max(Peak, _held);
    }

    /// <param name="replica">Released, or still held when the run is over.</param>
    /// <param name="released">Envelope time.</param>
    public void Ended(SimReplica replica, Instant released)
    {
        if (replica.AllocatedAt >= end)
        {
            return;
        }

        _held--;
        var ready = Instant.Earlier(replica.ReadyAt ?? released, released);
        HeldTicks += Span(replica.AllocatedAt, released);
        StartUpTicks += Span(replica.AllocatedAt, ready);
        DrainTicks += Span(Instant.Later(replica.DrainingSince ?? released, ready), released);
        IdleTicks += (long)(replica.IdleTime.Ticks * speed);
        NeverReady += replica.ReadyAt is null && released < end ? 1 : 0;
        Lost += replica.Phase == InstancePhase.Lost && released < end ? 1 : 0;
    }

    public void ScaledIn(int replicas, Instant now) => ScaleIns += now < end ? replicas : 0;

    public void Kept(Instant from, Instant to) => KeptTicks += Span(from, to);

    public void Donated(Instant from, Instant to) => DonatedTicks += Span(from, to);

    private long Span(Instant from, Instant to) => Math.Max(0, (Instant.Earlier(to, end) - from).Ticks);
}
