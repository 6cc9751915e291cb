namespace SageServe.Scaler;

/// <param name="Pod">Which.</param>
/// <param name="Since">Since when it drains; null where it was marked by hand.</param>
/// <param name="Reclaimed">Its machine will be taken away.</param>
/// <param name="SwapTo">Kind and name of the workload that gets a replica when it goes; null: none does.</param>
/// <param name="WaitsFor">What it waits for.</param>
internal sealed record LeavingPod(string Pod, Instant? Since, bool Reclaimed, string? SwapTo, string? WaitsFor);
