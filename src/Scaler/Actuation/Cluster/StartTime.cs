namespace SageServe.Scaler;

/// <summary>How long one pod took from its creation to ready, request time.</summary>
/// <param name="Pod">Which.</param>
/// <param name="Seconds">From its creation to ready.</param>
/// <param name="MachineSeconds">Of these until it had a machine; null where it is not told.</param>
/// <param name="Cause">
/// <c>swap</c> where it waited for GPUs that another workload's pod gives up, <c>reclaimed</c> where a machine was cleared of other work for it, else <c>new</c>.
/// </param>
/// <param name="Image"><c>warm</c> where its machine had the image, <c>cold</c> where it was fetched, <c>unknown</c>.</param>
/// <param name="Weights"><c>local</c>, <c>remote</c> or <c>unknown</c>.</param>
internal sealed record StartTime(string Pod, double Seconds, double? MachineSeconds, string Cause, string Image, string Weights);
