using SageServe.Hosting;

namespace SageServe.Gateway;

/// <summary>
/// Patient work that nobody runs, by when it is due. Every gateway on a queue that has looked at it lately tells all of it, under the queue's
/// name, so that a reader takes the largest of each queue: it counts once however many tell it, and goes on being told when the pump moves
/// to another. A gateway that does not know how its queue stands tells nothing, which is not zero.
/// </summary>
internal sealed class BacklogGauges(DeferredReadout deferred, SteadyClock clock, GatewayOptions options)
{
    private readonly RoundGauge _prompt = new(Instruments.Gauge(MetricNames.BacklogDuePrompt));
    private readonly RoundGauge _work = new(Instruments.Gauge(MetricNames.BacklogDueWork));
    private readonly RoundGauge _replicas = new(Instruments.Gauge(MetricNames.BacklogReplicasDue));
    private readonly RegionId _region = new(options.Region);
    private readonly string _store = StoreLabel.Of(options);

    public void Set(ModelId model)
    {
        if (deferred.StateOf(model) is not { } lane)
        {
            return;
        }

        var backlog = PatientBacklog.Of(new DeploymentId(model, _region), clock.Now, lane.Groups.Where(g => g.Waiting + g.Delayed > 0).Select(DueOf));
        string[] labels = [model.Value, _region.Value, _store];
        _replicas.Set(labels, backlog.ReplicasDue);
        for (var i = 0; i < backlog.Due.Length; i++)
        {
            string[] within = [.. labels, DueHorizons.Names[i]];
            _prompt.Set(within, backlog.Due[i].PromptTokens);
            _work.Set(within, backlog.Due[i].WorkSeconds);
        }
    }

    public void EndRound()
    {
        _prompt.EndRound();
        _work.EndRound();
        _replicas.EndRound();
    }

    private static DueGroup DueOf(DeferredGroupState group) => new(group.Deadline, group.PromptTokens, group.WorkSeconds);
}
