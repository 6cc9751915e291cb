using SageServe.Routing;

namespace SageServe.Gateway;

/// <summary>What the pump of patient work needs of dispatch: how things stand, and a way to run one released request.</summary>
public interface IDeferredRunner
{
    FleetSnapshot Fleet { get; }

    /// <summary>Of the replicas that may serve patient work.</summary>
    Pressure ReadPressure(ModelId model);

    /// <summary>
    /// What the replicas have for patient work by this gateway's share of them, and how its interactive streams have fared in the last
    /// seconds; null when there was none.
    /// </summary>
    (PatientRoom Room, InteractiveSignal? Interactive) ReadForPatients(ModelId model);

    /// <summary>Raised on a thread-pool thread after any request of the model ended: a chance to release more.</summary>
    event Action<ModelId>? RequestEnded;

    /// <summary>
    /// Offers one released request to its model's flow and, when it is placed, runs it through the same forwarder as everything else.
    /// Never throws for an upstream's failure; the result says what happened.
    /// </summary>
    /// <param name="request">The request, tier NonInteractive.</param>
    /// <param name="path">Path of the engine's API, for example <c>/v1/chat/completions</c>.</param>
    /// <param name="body">JSON body, as it goes to the engine.</param>
    /// <param name="cancellation">Takes the request back, running or not.</param>
    /// <param name="keyId">The key whose day's budget pays; QuotaExceeded when it is used up. Null: nobody's.</param>
    /// <param name="queuedAt">When it came into the queue, for its trace.</param>
    Task<DeferredResult> RunAsync(InferenceRequest request, string path, ReadOnlyMemory<byte> body, CancellationToken cancellation, string? keyId = null, Instant? queuedAt = null);
}
