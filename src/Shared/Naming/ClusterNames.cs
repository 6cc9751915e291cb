namespace SageServe.Shared;

/// <summary>Labels and annotations on Kubernetes objects, by which gateways, scalers and people understand each other.</summary>
public static class ClusterNames
{
    /// <summary>Label or annotation of a pod: the catalog's id of the model that it serves.</summary>
    public const string Model = "sageserve.io/model";

    /// <summary>Label or annotation of a pod: the catalog's id of the accelerator that it runs on.</summary>
    public const string Accelerator = "sageserve.io/accelerator";

    /// <summary>Label or annotation of a pod: <c>on-demand</c> (where absent) or <c>spot</c>.</summary>
    public const string CapacityType = "sageserve.io/capacity-type";

    /// <summary>Label or annotation of a pod: revision of the model.</summary>
    public const string Revision = "sageserve.io/revision";

    /// <summary>Annotation of a pod that takes nothing new: epoch and version of the plan that it leaves by, for example <c>3.1042</c>.</summary>
    public const string Draining = "sageserve.io/draining";

    /// <summary>Annotation of a pod that drains: since when, as RFC 3339; the drain limit counts from it, over restarts of the scaler too.</summary>
    public const string DrainingSince = "sageserve.io/draining-since";

    /// <summary>Annotation of a pod that is about to go: how many replicas its workload is to have then.</summary>
    public const string ScaleTo = "sageserve.io/scale-to";

    /// <summary>Annotation of a pod that drains for another workload: kind and name of the one that gets a replica when it goes, for example <c>Deployment/mistral</c>.</summary>
    public const string SwapTo = "sageserve.io/swap-to";

    /// <summary>Annotation of such a pod while the other workload is scaled: how many replicas that one is to have then.</summary>
    public const string SwapScale = "sageserve.io/swap-scale-to";

    /// <summary>Annotation of a pod for which the other workload has got its replica; it takes the place of <see cref="SwapTo"/>.</summary>
    public const string SwappedTo = "sageserve.io/swapped-to";

    /// <summary>Annotation of a pod: <c>local</c> where its machine has the weights already, <c>remote</c> where they are fetched.</summary>
    public const string Weights = "sageserve.io/weights";

    /// <summary>Annotation of a pod whose machine will be taken away: when, as RFC 3339.</summary>
    public const string ReclaimAt = "sageserve.io/reclaim-at";

    /// <summary>Annotation by which a ReplicaSet chooses who goes: the least first.</summary>
    public const string DeletionCost = "controller.kubernetes.io/pod-deletion-cost";
}
