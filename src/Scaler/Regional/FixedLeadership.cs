namespace SageServe.Scaler;

/// <summary>Without leases: the only scaler of its region paces, and the first region of the order plans.</summary>
internal sealed class FixedLeadership(RegionalOptions options) : ILeadership
{
    private readonly TaskCompletionSource _never = new();

    public bool Paces => true;

    public bool Plans { get; } = options.Region is null || options.OrderOrDefault[0] == options.Region;

    public Task Changed => _never.Task;
}
