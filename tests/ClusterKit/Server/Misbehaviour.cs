namespace SageServe.ClusterKit;

/// <summary>Rules of the real server that the stand-in breaks on demand, so that a check of them can be seen to fail.</summary>
[Flags]
public enum Misbehaviour
{
    None = 0,

    /// <summary>Takes a write that carries an old version.</summary>
    IgnoresVersions = 1,

    /// <summary>Creates over what is there.</summary>
    OverwritesOnCreate = 2,

    /// <summary>Sends no bookmarks.</summary>
    SendsNoBookmarks = 4,

    /// <summary>An object that stops matching a watch's selector is not told as gone.</summary>
    KeepsUnmatched = 8,

    /// <summary>Lists whole collections whatever the limit.</summary>
    IgnoresLimit = 16,

    /// <summary>Takes Lease times without six decimals, and shows them so.</summary>
    RoundsMicroTime = 32,

    /// <summary>A change of scale is answered and forgotten.</summary>
    ForgetsScale = 64,

    /// <summary>A merge patch replaces the whole object.</summary>
    ReplacesOnPatch = 128,

    /// <summary>A write leaves the object's version as it was.</summary>
    KeepsVersions = 256,

    /// <summary>Shows everything whatever the selector.</summary>
    IgnoresSelectors = 512,

    /// <summary>Watches are not told of what is deleted.</summary>
    HidesDeletes = 1 << 10,

    /// <summary>An Event's count stays as it was.</summary>
    KeepsEventCount = 1 << 11,

    /// <summary>The order of removal knows no deletion cost.</summary>
    IgnoresDeletionCost = 1 << 12,

    /// <summary>The order of removal knows no readiness.</summary>
    IgnoresReadiness = 1 << 13,

    /// <summary>The order of removal does not ask whether a pod has a node, nor what follows from that: its phase and readiness.</summary>
    IgnoresAssignment = 1 << 14,

    /// <summary>StatefulSets, and with them LeaderWorkerSets, give up the lowest ordinal.</summary>
    TakesLowestOrdinal = 1 << 15,

    /// <summary>StatefulSets do not wait for the pod before.</summary>
    StartsAllAtOnce = 1 << 16,

    /// <summary>Deployments never tell what they observed.</summary>
    NeverObserves = 1 << 17,

    /// <summary>A rollout takes all old pods away first.</summary>
    TakesAllDown = 1 << 18,

    /// <summary>A pod that fits nowhere has another reason than Unschedulable.</summary>
    HidesUnschedulable = 1 << 19,

    /// <summary>Deletes know no grace.</summary>
    DeletesAtOnce = 1 << 20,

    /// <summary>EndpointSlices call every pod ready.</summary>
    CallsAllReady = 1 << 21,

    /// <summary>A version that is forgotten is watched from as if it were the current one.</summary>
    NeverExpires = 1 << 22,
}
