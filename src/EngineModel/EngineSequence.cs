namespace SageServe.EngineModel;

/// <summary>What the engine remembers of one sequence between steps. Pooled: <see cref="Begin"/> makes it new.</summary>
internal sealed class EngineSequence
{
    public EngineRequest Request { get; private set; }

    /// <summary>Arrival order on this instance: the second key after priority, kept through preemptions.</summary>
    public long Order { get; private set; }

    /// <summary>While <see cref="IsSteady"/>, this, <see cref="Computed"/> and <see cref="Blocks"/> are old; the <see cref="DecodeSet"/> knows.</summary>
    public int Generated { get; set; }

    /// <summary>Tokens whose keys and values stand in the cache.</summary>
    public int Computed { get; set; }

    /// <summary>Blocks held, shared ones included.</summary>
    public int Blocks { get; set; }

    /// <summary>The shared block at each prompt position, null where the block is the sequence's own; at least <see cref="Shareable"/> long.</summary>
    public CachedBlock?[] Shared { get; private set; } = [];

    /// <summary>Leading prompt blocks with a known hash.</summary>
    public int Shareable { get; private set; }

    /// <summary>Prompt blocks already offered to the prefix cache.</summary>
    public int Published { get; set; }

    /// <summary>Prompt tokens (or tokens recomputed) that the step in progress computes for it; 0 when it sits the step out or is steady.</summary>
    public int StepTokens { get; set; }

    /// <summary>In the <see cref="DecodeSet"/>: it decodes one token in every step.</summary>
    public bool IsSteady { get; set; }

    /// <summary>While steady, the set's clock when its last token is out.</summary>
    public long FinishAt { get; set; }

    /// <summary>Place in the waiting queue, 0 the next to come in; -1 while running.</summary>
    public int QueueIndex { get; set; }

    public Instant ScheduledAt { get; set; }

    public bool WasPreempted { get; set; }

    public int Length => Request.PromptTokens + Generated;

    public int Remaining => Length - Computed;

    public bool IsDone => Generated == Request.OutputTokens;

    /// <summary>One token behind and past its first one: a decode, not a prefill.</summary>
    public bool IsDecoding => Generated > 0 && Remaining == 1;

    public void Begin(in EngineRequest request, long order)
    {
        Request = request;
        Order = order;
        Generated = Computed = Blocks = Published = StepTokens = 0;
        IsSteady = WasPreempted = false;
        QueueIndex = -1;
        ScheduledAt = Instant.Max;
        Shareable = request.PrefixBlocks.IsDefaultOrEmpty ? 0 : request.PrefixBlocks.Length;
        if (Shared.Length < Shareable)
        {
            Shared = new CachedBlock?[Shareable];
        }
    }

    /// <summary>Before the other one in the order of service: lower priority number, then earlier arrival.</summary>
    public bool IsBefore(EngineSequence other) => Request.Priority != other.Request.Priority
        ? Request.Priority < other.Request.Priority
        : Order < other.Order;
}
