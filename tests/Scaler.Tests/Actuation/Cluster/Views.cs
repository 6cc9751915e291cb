using System.Globalization;
using SageServe.Kubernetes;

namespace SageServe.Scaler.Tests;

/// <summary>Workloads and pods as the API server tells of them, in few words.</summary>
internal static class Views
{
    public static readonly PoolId Pool = new(new DeploymentId(new ModelId("llama"), new RegionId("eastus")), new AcceleratorId("a100"));

    public static readonly DateTimeOffset Start = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);

    public static WorkloadTarget Target(string kind) => WorkloadTarget.Of(
        new WorkloadOptions { Model = "llama", Accelerator = "a100", Kind = kind, Name = "llama" }, "eastus", "ns");

    /// <param name="kind">Of the workload.</param>
    /// <param name="wanted">Replicas that it is to have.</param>
    /// <param name="pods">That are there.</param>
    public static WorkloadView View(string kind, int wanted, params IEnumerable<ClusterPod> pods) => new(
        Target(kind), new Workload { Status = new WorkloadStatus { Replicas = wanted, UpdatedReplicas = wanted } }, wanted, "1", [.. pods]);

    public static ClusterPod Pod(string name, PodClass @class = PodClass.Ready, int age = 0, string owner = "rs-1", params (string Name, string Value)[] annotations) => new(new Pod
    {
        Metadata = new ObjectMeta
        {
            Name = name,
            Uid = name,
            CreationTimestamp = Start.AddSeconds(-age),
            OwnerReferences = [new OwnerReference("ReplicaSet", owner, owner, true)],
            Annotations = annotations.ToDictionary(a => a.Name, a => a.Value),
        },
        Spec = new PodSpec { NodeName = @class == PodClass.Unassigned ? null : "node", Containers = [new Container("vllm", [new ContainerPort(8000, "http")])] },
        Status = new PodStatus
        {
            Phase = @class switch { PodClass.Unassigned or PodClass.Pending => "Pending", PodClass.Unknown => "Unknown", _ => "Running" },
            PodIp = "10.0.0.7",
            Conditions = [new PodCondition("Ready", @class == PodClass.Ready ? "True" : "False", Start)],
        },
    });

    public static ClusterPod With(this ClusterPod pod, params (string Name, string? Value)[] changes)
    {
        var annotations = new Dictionary<string, string>(pod.Source.Metadata.Annotations ?? new Dictionary<string, string>());
        foreach (var (name, value) in changes)
        {
            annotations.Remove(name);
            if (value is not null)
            {
                annotations[name] = value;
            }
        }

        return new ClusterPod(pod.Source with { Metadata = pod.Source.Metadata with { Annotations = annotations } });
    }

    public static ClusterPod Marked(this ClusterPod pod) => pod.With((ClusterNames.Draining, "1.1"), (ClusterNames.DrainingSince, Start.ToString("O", CultureInfo.InvariantCulture)));

    public static ClusterPod Prepared(this ClusterPod pod, int to, bool cost = true) => pod.With(
        (ClusterNames.ScaleTo, to.ToString(CultureInfo.InvariantCulture)),
        (ClusterNames.DeletionCost, cost ? ClusterPod.LeastCost.ToString(CultureInfo.InvariantCulture) : null));

    public static ClusterPod In(this ClusterPod pod, PodClass @class) =>
        new(Pod(pod.Name, @class).Source with { Metadata = pod.Source.Metadata });
}
