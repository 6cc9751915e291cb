namespace SageServe.Routing;

/// <summary>What a release is decided from: one lane (a model in a region) at one moment.</summary>
public readonly record struct ReleaseFacts
{
    /// <summary>Request time.</summary>
    public required Instant Now { get; init; }

    /// <summary>The lane's groups, sorted by id (ordinal).</summary>
    public required IReadOnlyList<PatientGroup> Groups { get; init; }

    /// <summary>Of the home deployment: of its pools that patient work may use.</summary>
    public required Utilization KvUtilization { get; init; }

    /// <summary>Of the home deployment; at 1 or above nothing but urgent work goes.</summary>
    public required Pressure Pressure { get; init; }

    /// <summary>Home replicas that take work.</summary>
    public required int ReadyReplicas { get; init; }

    /// <summary>Another region has some: without one at home urgent work may be relayed there.</summary>
    public bool ReadyElsewhere { get; init; }

    /// <summary>Items that the gateways of the lane take now, all together; no decision grants more.</summary>
    public int Room { get; init; } = FlowLimits.MaxOffered;

    /// <summary>Items that the replicas would take now, within what is patient work's; only urgent ones and the trickle go beyond. Null: not known.</summary>
    public int? Open { get; init; }

    /// <summary>Patient requests in flight that the replicas open to them have room for; 0: not known.</summary>
    public int Slots { get; init; }

    /// <summary>How much of the replicas interactive work is expected to leave idle from now on; null without a forecast.</summary>
    public ReleaseHeadroom? Headroom { get; init; }

    /// <summary>How interactive requests of the model fare just now; null while nothing is known.</summary>
    public InteractiveSignal? Interactive { get; init; }

    /// <summary>False when whatever is released would come straight back.</summary>
    internal bool AnyReady => ReadyReplicas > 0 || ReadyElsewhere;

    public ReleaseFacts()
    {
    }
}
