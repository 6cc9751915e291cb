namespace SageServe.Routing;

/// <summary>How one model's requests are routed. Names are what configuration says.</summary>
public sealed record ModelFlowOptions
{
    /// <summary>Region rule: <c>home-first</c> (the paper's), <c>least-utilized</c>, <c>nearest</c>.</summary>
    public string RegionPolicy { get; init; } = "home-first";

    /// <summary>Instance rule: <c>least-outstanding-work</c>, <c>power-of-two</c>, <c>round-robin</c>.</summary>
    public string InstancePolicy { get; init; } = "least-outstanding-work";

    /// <summary>Order of the hold queue: <c>fcfs</c>, <c>edf</c>.</summary>
    public string HoldOrder { get; init; } = "edf";

    /// <summary>A region takes new requests of its own while its KV utilisation is below this (paper section 4).</summary>
    public double HomeThreshold { get; init; } = 0.70;

    /// <summary>Metrics older than this make a replica ineligible while a fresh one exists.</summary>
    public TimeSpan MetricsFreshFor { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Outstanding work that one replica may have from all gateways, in replica seconds; beyond it requests are held.</summary>
    public double ReplicaBoundSeconds { get; init; } = 8;

    /// <summary>Gateways in the region, which share each replica's bound.</summary>
    public int Gateways { get; init; } = 1;

    /// <summary>Attempts of one request, the first included.</summary>
    public int MaxAttempts { get; init; } = 3;

    /// <summary>Retries may add at most this share to the attempts of the last minute, and always <see cref="RetryFloor"/>.</summary>
    public double RetryBudget { get; init; } = 0.2;

    /// <summary>Retries that are always allowed within a minute.</summary>
    public int RetryFloor { get; init; } = 10;

    /// <summary>Held requests of the model, all tiers.</summary>
    public int MaxHeld { get; init; } = 10_000;
}
