namespace SageServe.Planning;

/// <summary>What runs and waits at one pool, for strategies that look beyond utilisation. Counts at the time of the tick.</summary>
/// <param name="InteractiveBusy">Ready replicas on which at least one interactive request runs or waits.</param>
/// <param name="PatientWaiting">Patient requests that wait for this pool: in the deferred queue of its deployment and on its replicas.</param>
/// <param name="PatientPromptTokens">Prompt tokens of those that are not prefilled.</param>
/// <param name="PatientOutputTokens">Output tokens that patient requests, waiting and running, have still to get, as far as expected.</param>
public sealed record PoolWork(int InteractiveBusy, int PatientWaiting, double PatientPromptTokens, double PatientOutputTokens)
{
    /// <summary>Replicas in full use that the waiting patient work needs from now on to meet its deadlines: the largest, over deadlines, of the work due by then over the time left. Null where nobody tells deadlines.</summary>
    public double? PatientReplicasDue { get; init; }
}
