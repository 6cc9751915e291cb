namespace SageServe.Routing;

/// <summary>
/// Patient work of one tenant with one order of deadlines, first in first out: a batch, or the calls that one gateway holds for a tenant.
/// What is released is said by group; the queue takes the items from the group's head.
/// </summary>
/// <param name="Id">Unique in its lane.</param>
/// <param name="Tenant">Whose.</param>
/// <param name="Deadline">Of its item that is due first.</param>
/// <param name="OldestEnqueuedAt">Of what waits; null when nothing waits.</param>
/// <param name="Waiting">Items that may be released.</param>
/// <param name="Leased">Items that run, or that wait out a delay.</param>
/// <param name="WorkSeconds">Replica seconds of all that waits.</param>
/// <param name="Held">Clients wait for it on open connections (<c>flex</c>); else it is a batch.</param>
public readonly record struct PatientGroup(
    string Id,
    TenantId Tenant,
    Instant Deadline,
    Instant? OldestEnqueuedAt,
    long Waiting,
    long Leased,
    double WorkSeconds,
    bool Held)
{
    /// <summary>Replica seconds of one of its waiting items, on average; zero when nothing waits.</summary>
    public double WorkPerItem => Waiting > 0 ? WorkSeconds / Waiting : 0;
}
