namespace SageServe.Gateway;

/// <summary>The deferred queue as a held connection (<c>service_tier: flex</c>) sees it.</summary>
public interface IFlexLane
{
    /// <summary>
    /// Queues the request and returns when the release rule lets it go. Cancelling (the client left) takes it out of the queue.
    /// </summary>
    /// <exception cref="OperationCanceledException">The client left.</exception>
    ValueTask<FlexTicket> WaitForReleaseAsync(InferenceRequest request, CancellationToken clientGone);

    /// <summary>Ends the ticket: done, or back to the queue (a released request that found no room).</summary>
    ValueTask CompleteAsync(FlexTicket ticket, bool requeue);
}
