using SageServe.Hosting;
using SageServe.Routing;

namespace SageServe.Gateway;

/// <summary>
/// What runs and waits at each pool, for strategies that look beyond utilisation. A pool with more than <see cref="MaxReplicas"/> ready
/// replicas is not told of at all: a part of its work would look like less work.
/// </summary>
internal sealed class PoolWorkGauges(DeferredReadout deferred, GatewayOptions options)
{
    /// <summary>Replicas of one pool that get a series each.</summary>
    public const int MaxReplicas = 1000;

    private readonly RoundGauge _interactive = new(Instruments.Gauge(MetricNames.ReplicaInteractive));
    private readonly RoundGauge _waiting = new(Instruments.Gauge(MetricNames.PoolPatientWaiting));
    private readonly RoundGauge _prompt = new(Instruments.Gauge(MetricNames.PoolPatientPrompt));
    private readonly RoundGauge _output = new(Instruments.Gauge(MetricNames.PoolPatientOutput));
    private readonly RoundGauge _queued = new(Instruments.Gauge(MetricNames.PoolDeferredWaiting));
    private readonly RoundGauge _queuedPrompt = new(Instruments.Gauge(MetricNames.PoolDeferredPrompt));
    private readonly RoundGauge _queuedOutput = new(Instruments.Gauge(MetricNames.PoolDeferredOutput));
    private readonly string _store = StoreLabel.Of(options);

    /// <param name="pool">The pool.</param>
    /// <param name="isForPatient">Its requests of the deferred queue come here before they go elsewhere.</param>
    /// <param name="replicas">Of the pool.</param>
    /// <param name="work">What this gateway has at each replica of the model.</param>
    public void Set(PoolId pool, bool isForPatient, DeploymentSnapshot replicas, IReadOnlyDictionary<InstanceId, InstanceWork> work)
    {
        if (replicas.Instances.Count(i => i.Phase == InstancePhase.Ready) > MaxReplicas)
        {
            return;
        }

        var patient = default(PatientWork);
        foreach (var replica in replicas.Instances.Where(i => i.Phase is InstancePhase.Ready or InstancePhase.Draining))
        {
            var here = work.GetValueOrDefault(replica.Id);
            patient += here.Patient;
            if (replica.Phase == InstancePhase.Ready)
            {
                _interactive.Set(PoolLabels.Values(pool, replica.Id.Value), here.Interactive);
            }
        }

        var labels = PoolLabels.Values(pool);
        _waiting.Set(labels, patient.Waiting);
        _prompt.Set(labels, patient.PromptTokens);
        _output.Set(labels, Math.Max(0, patient.OutputTokens));
        SetQueue(PoolLabels.Values(pool, _store), isForPatient ? deferred.WorkOf(pool.Model) : DeferredWork.None);
    }

    public void EndRound()
    {
        foreach (var gauge in (RoundGauge[])[_interactive, _waiting, _prompt, _output, _queued, _queuedPrompt, _queuedOutput])
        {
            gauge.EndRound();
        }
    }

    private void SetQueue(string[] labels, DeferredWork? work)
    {
        _queued.Set(labels, work?.Waiting ?? double.NaN);
        _queuedPrompt.Set(labels, work?.PromptTokens ?? double.NaN);
        _queuedOutput.Set(labels, work?.OutputTokens ?? double.NaN);
    }
}
