namespace SageServe.Scaler;

/// <summary>What this process may do now. Both answers end by themselves when a lease can't be renewed.</summary>
internal interface ILeadership
{
    /// <summary>True while it moves the replicas of its region (or of all).</summary>
    bool Paces { get; }

    /// <summary>True while it plans for all regions; never without pacing.</summary>
    bool Plans { get; }

    /// <summary>Ends when either may have changed; to be asked for before them.</summary>
    Task Changed { get; }
}
