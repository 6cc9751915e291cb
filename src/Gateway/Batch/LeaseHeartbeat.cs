namespace SageServe.Gateway;

/// <summary>Keeps the leases of one model alive while their work runs.</summary>
internal static class LeaseHeartbeat
{
    public static async Task RunAsync(
        PatientQueue queue, ModelId model, TimeSpan every, TimeProvider time, StoreAbsence absence, CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(every, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stopping))
            {
                await BeatAsync(queue, model, absence, stopping);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // Stopping: what still runs is given back long before its lease ends.
        }
    }

    private static async Task BeatAsync(PatientQueue queue, ModelId model, StoreAbsence absence, CancellationToken stopping)
    {
        try
        {
            await queue.HeartbeatAsync(model, stopping);
        }
        catch (DeferredStoreException e)
        {
            absence.Away(e.Message);
        }
    }
}
