using System.Collections.Immutable;

namespace SageServe.Planning;

/// <summary>Patient work that nobody runs, as each deployment's was told last. What was not told for long is unknown, which is not none.</summary>
internal sealed class BacklogMemory
{
    private readonly Dictionary<DeploymentId, (PatientBacklog Told, Instant At)> _told = [];

    /// <summary>Takes in what a tick tells; impossible figures count as not told.</summary>
    public void Absorb(ImmutableArray<PatientBacklog>? backlog, Instant now)
    {
        foreach (var lane in backlog ?? [])
        {
            if (IsSound(lane))
            {
                _told[lane.Deployment] = (lane, now);
            }
        }
    }

    /// <summary>Null where nobody told for longer than this, or ever.</summary>
    public PatientBacklog? Of(DeploymentId deployment, Instant now, TimeSpan limit) => SilentFor(deployment, now) <= limit ? _told[deployment].Told : null;

    /// <summary>How long nobody has told; null where nobody ever did.</summary>
    public TimeSpan? SilentFor(DeploymentId deployment, Instant now) => _told.TryGetValue(deployment, out var told) ? now - told.At : null;

    /// <summary>The same pools; those for patient work, whose work is told at all, learn what its deadlines ask for.</summary>
    public ImmutableArray<PoolFacts> Join(ServingCatalog catalog, ImmutableArray<PoolFacts> pools, Instant now, TimeSpan limit) =>
    [
        .. pools.Select(p => p.Work is { PatientReplicasDue: null } work && catalog.FindPool(p.Pool)?.IsOwnOf(ServiceTier.NonInteractive) == true
            ? p with { Work = work with { PatientReplicasDue = Of(p.Pool.Deployment, now, limit)?.ReplicasDue } }
            : p),
    ];

    private static bool IsSound(PatientBacklog lane) =>
        IsSound(lane.ReplicasDue) && !lane.Due.IsDefault && lane.Due.All(d => d.Within > TimeSpan.Zero && IsSound(d.PromptTokens) && IsSound(d.WorkSeconds));

    private static bool IsSound(double figure) => double.IsFinite(figure) && figure >= 0;
}
