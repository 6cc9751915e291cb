namespace SageServe.ClusterKit;

/// <summary>Brings one sort of objects nearer to what they ask for; called again and again until nothing changes.</summary>
internal interface IController
{
    void Reconcile(ObjectStore store);

    /// <summary>When it has something to do even if nothing else changes.</summary>
    DateTimeOffset? NextChange => null;
}
