namespace SageServe.Routing;

/// <summary>Work that waits together and is due together: one batch, or the held calls of a tenant.</summary>
/// <param name="Id">Its name; ties of deadlines go by it.</param>
/// <param name="Tenant">Whose it is.</param>
/// <param name="Deadline">When it is due.</param>
/// <param name="WorkSeconds">Replica seconds that are left: waiting, and half of what runs.</param>
/// <param name="TailSeconds">How long its last line takes by itself, from its release to its end.</param>
/// <param name="Done">Share of its lines that ended.</param>
public readonly record struct BacklogGroup(string Id, TenantId Tenant, Instant Deadline, double WorkSeconds, double TailSeconds, double Done)
{
    /// <summary>Goes before another one.</summary>
    public bool IsBefore(in BacklogGroup other) =>
        Deadline != other.Deadline ? Deadline < other.Deadline : string.CompareOrdinal(Id, other.Id) < 0;
}
