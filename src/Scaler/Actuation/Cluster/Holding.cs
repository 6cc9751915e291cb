namespace SageServe.Scaler;

/// <param name="Requests">That gateways have sent to the replica and that have not ended, as far as they answer.</param>
/// <param name="Why">What it waits for; null when it is free.</param>
internal sealed record Holding(int Requests, string? Why)
{
    public static readonly Holding Free = new(0, null);

    public bool IsFree => Why is null;
}
