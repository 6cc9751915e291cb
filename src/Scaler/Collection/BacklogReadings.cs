using System.Collections.Immutable;

namespace SageServe.Scaler;

/// <summary>
/// Puts together what gateways tell of the patient work that waits, by when it is due. Gateways on one store tell the same queue, so that
/// the largest telling of it counts; queues of one deployment are added up. A deployment of which a queue is missing, torn or no number is
/// left out, as unknown: less work told would look like less work.
/// </summary>
internal sealed class BacklogReadings
{
    private readonly Dictionary<(DeploymentId Deployment, string Store), Queue> _queues = [];
    private readonly HashSet<DeploymentId> _incomplete = [];

    public void AddReplicasDue(IEnumerable<(IReadOnlyDictionary<string, string> Labels, double Value)> samples) =>
        Each(samples, (queue, _, value) => queue.Replicas = Larger(queue.Replicas, value));

    public void AddPromptTokens(IEnumerable<(IReadOnlyDictionary<string, string> Labels, double Value)> samples) =>
        Each(samples, (queue, labels, value) => Keep(queue.Prompt, labels, value));

    public void AddWorkSeconds(IEnumerable<(IReadOnlyDictionary<string, string> Labels, double Value)> samples) =>
        Each(samples, (queue, labels, value) => Keep(queue.Work, labels, value));

    /// <summary>Queues that somebody told of lately.</summary>
    public void AddKnown(IEnumerable<IReadOnlyDictionary<string, string>> queues)
    {
        foreach (var labels in queues)
        {
            if (QueueOf(labels) is { } queue && !_queues.ContainsKey(queue))
            {
                _incomplete.Add(queue.Deployment);
            }
        }
    }

    /// <summary>Sorted by deployment.</summary>
    public ImmutableArray<PatientBacklog> ToBacklog() =>
    [
        .. _queues.GroupBy(q => q.Key.Deployment).Where(g => !_incomplete.Contains(g.Key) && g.All(q => q.Value.IsWhole)).OrderBy(g => g.Key)
            .Select(g => g.OrderBy(q => q.Key.Store, StringComparer.Ordinal).Select(q => q.Value.Told(g.Key)).Aggregate((a, b) => a.With(b))),
    ];

    private void Each(IEnumerable<(IReadOnlyDictionary<string, string> Labels, double Value)> samples, Action<Queue, IReadOnlyDictionary<string, string>, double> take)
    {
        foreach (var (labels, value) in samples)
        {
            if (QueueOf(labels) is { } id)
            {
                _queues.TryAdd(id, new Queue());
                take(_queues[id], labels, value);
            }
        }
    }

    private static void Keep(double[] parts, IReadOnlyDictionary<string, string> labels, double value)
    {
        var horizon = DueHorizons.Find(labels.GetValueOrDefault(LabelNames.Within));
        if (horizon >= 0)
        {
            parts[horizon] = Larger(parts[horizon], value);
        }
    }

    private static double Larger(double known, double value) => double.IsNaN(known) || value > known ? value : known;

    private static (DeploymentId Deployment, string Store)? QueueOf(IReadOnlyDictionary<string, string> labels) =>
        labels.GetValueOrDefault(LabelNames.Model) is { Length: > 0 } model && labels.GetValueOrDefault(LabelNames.Region) is { Length: > 0 } region && labels.GetValueOrDefault(LabelNames.Store) is { } store
            ? (new DeploymentId(new ModelId(model), new RegionId(region)), store)
            : null;

    private sealed class Queue
    {
        public double Replicas { get; set; } = double.NaN;

        public double[] Prompt { get; } = Unknown();

        public double[] Work { get; } = Unknown();

        public bool IsWhole => Prompt.Concat(Work).Append(Replicas).All(v => double.IsFinite(v) && v >= 0);

        public PatientBacklog Told(DeploymentId deployment) =>
            new(deployment, Replicas, [.. DueHorizons.Times.Select((t, i) => new DueWork(t, Prompt[i], Work[i]))]);

        private static double[] Unknown() => [.. DueHorizons.Times.Select(_ => double.NaN)];
    }
}
