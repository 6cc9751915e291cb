using System.Globalization;
using SageServe.Kubernetes;

namespace SageServe.Scaler;

/// <summary>A pod as scaling sees it.</summary>
internal sealed record ClusterPod(Pod Source)
{
    /// <summary>The least deletion cost that there is.</summary>
    public const int LeastCost = int.MinValue;

    public string Name => Source.Metadata.Name;

    public InstanceId Id => new(Name);

    /// <summary>Tells it from a later one of the same name.</summary>
    public string Uid => Source.Metadata.Uid ?? Name;

    /// <summary>It is being deleted, or has ended: nothing counts it as a replica any more.</summary>
    public bool IsGoing => Source.Metadata.DeletionTimestamp is not null || HasEnded;

    public bool HasEnded => Source.Status.Phase is "Succeeded" or "Failed";

    public PodClass Class { get; } =
        string.IsNullOrEmpty(Source.Spec.NodeName) ? PodClass.Unassigned
        : Source.Status.Phase is null or "Pending" ? PodClass.Pending
        : Source.Status.Phase == "Unknown" ? PodClass.Unknown
        : Source.IsReady ? PodClass.Ready : PodClass.NotReady;

    public bool IsReady => Class == PodClass.Ready;

    /// <summary>Epoch and version of the plan that it leaves by; null while it stays.</summary>
    public string? Mark => Text(ClusterNames.Draining) is { } told && !told.Equals("false", StringComparison.OrdinalIgnoreCase) ? told : null;

    public bool IsMarked => Mark is not null;

    /// <summary>Since when it drains; null where nobody wrote it.</summary>
    public Instant? MarkedAt => Time(Text(ClusterNames.DrainingSince));

    /// <summary>Replicas that its workload is to have when it is gone: the step that takes it away is under way.</summary>
    public int? ScaleTo => int.TryParse(Text(ClusterNames.ScaleTo), CultureInfo.InvariantCulture, out var count) ? count : null;

    /// <summary>The workload (<see cref="WorkloadTarget.Address"/>) that gets a replica when it goes; null where none does, or that one has it.</summary>
    public string? SwapTo => Text(ClusterNames.SwapTo);

    /// <summary>Replicas that the other workload was about to get; null before that.</summary>
    public int? SwapScale => int.TryParse(Text(ClusterNames.SwapScale), CultureInfo.InvariantCulture, out var count) ? count : null;

    /// <summary>The workload that has got a replica for this one; null where none has.</summary>
    public string? SwappedTo => Text(ClusterNames.SwappedTo);

    /// <summary>As a ReplicaSet reads it: what is no number counts as zero.</summary>
    public int Cost => int.TryParse(Text(ClusterNames.DeletionCost), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var cost) ? cost : 0;

    /// <summary>Its machine will be taken away, or the pod be evicted.</summary>
    public bool IsReclaimed => Text(ClusterNames.ReclaimAt) is not null || Source.Condition("DisruptionTarget") is { Status: "True" };

    /// <summary>It may hold requests: its containers have run.</summary>
    public bool MayHold => Class >= PodClass.Unknown && !string.IsNullOrEmpty(Source.Status.PodIp);

    /// <summary>The scheduler clears a machine for it, of pods that are less important: it comes when those have ended.</summary>
    public bool IsPromised => Class == PodClass.Unassigned && !string.IsNullOrEmpty(Source.Status.NominatedNodeName);

    /// <summary>Since when there is no machine for it; null where that is not told, or one is cleared.</summary>
    public Instant? UnschedulableSince => !IsPromised && Source.Condition("PodScheduled") is { Status: "False", Reason: "Unschedulable" } told
        ? At(told.LastTransitionTime) ?? CreatedAt : null;

    /// <summary>Since when it is not ready; null where that is not told.</summary>
    public Instant? NotReadySince => Source.Condition("Ready") is { Status: not "True" } told ? At(told.LastTransitionTime) : null;

    public Instant? CreatedAt => At(Source.Metadata.CreationTimestamp);

    /// <summary>The number at the end of its name; -1 where there is none.</summary>
    public int Ordinal => int.TryParse(Name.AsSpan(Name.LastIndexOf('-') + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;

    /// <summary>Uid of what makes and removes it; null where nobody does.</summary>
    public string? Owner => Source.Metadata.OwnerReferences?.FirstOrDefault(o => o.Controller == true)?.Uid;

    /// <summary>Base address of its engine; null without an address or a port.</summary>
    public string? Url(string? portName)
    {
        var port = Source.Spec.Containers?.SelectMany(c => c.Ports ?? []).FirstOrDefault(p => portName is null || p.Name == portName);
        return Source.Status.PodIp is { Length: > 0 } ip && port is not null
            ? string.Create(CultureInfo.InvariantCulture, $"http://{(ip.Contains(':', StringComparison.Ordinal) ? $"[{ip}]" : ip)}:{port.Number}")
            : null;
    }

    public string? Text(string annotation) => Source.Metadata.Annotations?.GetValueOrDefault(annotation) is { Length: > 0 } text ? text : null;

    private static Instant? At(DateTimeOffset? time) => time is { } at ? Instant.From(at) : null;

    private static Instant? Time(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? Instant.From(at) : null;
}
