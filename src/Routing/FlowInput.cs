namespace SageServe.Routing;

/// <summary>
/// One fact for a <see cref="ModelFlow"/>. A struct, so that telling allocates nothing. <see cref="Draw"/> comes from a named
/// random stream and <see cref="Sequence"/> grows by one per model, so that a recorded sequence of inputs can be replayed.
/// </summary>
public readonly record struct FlowInput
{
    public required FlowInputKind Kind { get; init; }

    public required Instant Now { get; init; }

    public required long Sequence { get; init; }

    /// <summary>The only chance that a decision may use.</summary>
    public required ulong Draw { get; init; }

    /// <summary>Arrived.</summary>
    public InferenceRequest? Request { get; init; }

    /// <summary>AttemptEnded, Progressed, ClientLeft.</summary>
    public RequestId RequestId { get; init; }

    /// <summary>AttemptEnded.</summary>
    public AttemptOutcome Outcome { get; init; }

    /// <summary>AttemptEnded, Progressed: output tokens of this attempt so far.</summary>
    public int OutputTokens { get; init; }

    /// <summary>AttemptEnded: how long the upstream asked to be left alone with its refusal (Retry-After); zero when it did not.</summary>
    public TimeSpan RetryAfter { get; init; }

    /// <summary>Progressed, instead of <see cref="RequestId"/>: many requests at once; at most <see cref="FlowLimits.MaxProgress"/>.</summary>
    public IReadOnlyList<RequestProgress>? Progress { get; init; }

    /// <summary>FleetChanged. All its times are request time: the shell converts the advice of a plan, which is made in envelope time.</summary>
    public FleetSnapshot? Fleet { get; init; }

    /// <summary>SiblingsTold: replicas at which others have prefill outstanding; at most <see cref="FlowLimits.MaxSiblingWork"/>.</summary>
    public IReadOnlyList<SiblingWork>? Siblings { get; init; }

    /// <summary>Offered; at most <see cref="FlowLimits.MaxOffered"/>.</summary>
    public IReadOnlyList<InferenceRequest>? Offered { get; init; }

    /// <summary>OptionsChanged; null leaves them.</summary>
    public ModelFlowOptions? Options { get; init; }

    /// <summary>OptionsChanged; null leaves it. It must know the flow's model and home.</summary>
    public ServingCatalog? Catalog { get; init; }
}
