namespace SageServe.Routing;

/// <summary>Work in a schedule: a group that waits, or what keeps coming of one kind.</summary>
internal struct ScheduledWork
{
    public string Id;
    public TenantId Tenant;
    public Instant Deadline;
    public Instant Since;
    public bool Held;

    /// <summary>Replica seconds that are left.</summary>
    public double Left;

    /// <summary>Replica seconds of one of its lines.</summary>
    public double Each;

    /// <summary>How long a line takes by itself, seconds.</summary>
    public double Tail;

    /// <summary>Comes in all the time at this rate, replica seconds a second; zero for a group that waits.</summary>
    public double Rate;

    /// <summary>Of what comes in.</summary>
    public TimeSpan Window;

    public readonly bool IsLeft => Left > 1e-9;

    public static ScheduledWork Of(in BacklogGroup group, double seconds, Instant now) => new()
    {
        Id = group.Id,
        Tenant = group.Tenant,
        Deadline = group.Deadline,
        Since = group.Since ?? now,
        Held = group.Held,
        Left = seconds,
        Each = seconds / Math.Max(1, group.Items),
        Tail = group.TailSeconds,
    };

    public static ScheduledWork Of(in InflowRate inflow) => new() { Id = "", Tenant = inflow.Tenant, Rate = inflow.Rate, Window = inflow.Window };

    public readonly PatientGroup Read() => new(
        Id, Tenant, Deadline, Since, Each > 0 ? (long)Math.Max(1, Math.Ceiling(Left / Each)) : 1_000_000, 0, Left, Held);
}
