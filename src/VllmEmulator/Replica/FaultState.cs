namespace SageServe.VllmEmulator;

/// <summary>The faults that a replica plays at the moment. Draws come from the replica's seed.</summary>
internal sealed class FaultState(ulong seed, TimeProvider time)
{
    private static readonly ReplicaFaultDocument None = new();

    private readonly Lock _gate = new();
    private readonly RandomStream _random = new RandomStream(seed).Child("faults");
    private ReplicaFaultDocument _current = None;

    public void Set(ReplicaFaultDocument? fault) => Volatile.Write(ref _current, fault ?? None);

    /// <summary>A hung process answers nothing at all, not even its health.</summary>
    public Task HangIfToldAsync(HttpContext context) => Volatile.Read(ref _current).Hang
        ? Task.Delay(Timeout.InfiniteTimeSpan, time, context.RequestAborted)
        : Task.CompletedTask;

    /// <summary>Delays or fails an answer that is about to begin, and says what shall happen to it later.</summary>
    /// <param name="context">The call.</param>
    /// <param name="seed">Of the request.</param>
    public async Task<ReplicaFaultDocument> BeforeAnswerAsync(HttpContext context, long seed)
    {
        var fault = Volatile.Read(ref _current);
        if (fault.DelaySeconds > 0)
        {
            await Task.Delay(TimeSpan.FromSeconds(fault.DelaySeconds), time, context.RequestAborted);
        }

        if (seed == fault.PoisonSeed || fault.ErrorRate > 0 && Draw() < fault.ErrorRate)
        {
            throw new ApiException(fault.ErrorStatus, "InternalServerError", "An emulated fault.");
        }

        return fault;
    }

    private double Draw()
    {
        lock (_gate)
        {
            return _random.NextDouble();
        }
    }
}
