namespace SageServe.Routing;

/// <summary>Work that waits together and is due together: one batch, or the held calls of a tenant.</summary>
/// <param name="Id">Its name; ties of deadlines go by it.</param>
/// <param name="Tenant">Whose it is.</param>
/// <param name="Deadline">When it is due.</param>
/// <param name="Items">Lines that have not ended, those that run included.</param>
/// <param name="Idle">Lines of these that nobody runs.</param>
/// <param name="IdleSeconds">Replica seconds of those, as they were estimated.</param>
/// <param name="TailSeconds">How long its last line takes by itself, from its release to its end.</param>
public readonly record struct BacklogGroup(
    string Id, TenantId Tenant, Instant Deadline, long Items, long Idle, double IdleSeconds, double TailSeconds)
{
    /// <summary>Since when the oldest of it waits; null: just now.</summary>
    public Instant? Since { get; init; }

    /// <summary>Clients wait for it on open connections: it goes before its tenant's batches.</summary>
    public bool Held { get; init; }

    /// <summary>Work that did not come in yet, or of which nothing runs.</summary>
    public static BacklogGroup Whole(string id, TenantId tenant, Instant deadline, long items, double workSeconds, double tailSeconds) =>
        new(id, tenant, deadline, items, items, workSeconds, tailSeconds);

    /// <summary>Goes before another one.</summary>
    public bool IsBefore(in BacklogGroup other) =>
        Deadline != other.Deadline ? Deadline < other.Deadline : string.CompareOrdinal(Id, other.Id) < 0;
}
