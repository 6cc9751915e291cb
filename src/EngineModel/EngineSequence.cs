namespace SageServe.EngineModel;

/// <summary>What the engine remembers of one sequence between steps.</summary>
internal sealed class EngineSequence(EngineRequest request, long order)
{
    public EngineRequest Request { get; } = request;

    /// <summary>Arrival order on this instance: the second key after priority, kept through preemptions.</summary>
    public long Order { get; } = order;

    public int Generated { get; set; }

    /// <summary>Tokens whose keys and values stand in the cache.</summary>
    public int Computed { get; set; }

    /// <summary>Blocks held, shared ones included.</summary>
    public int Blocks { get; set; }

    /// <summary>The shared block at each prompt position, null where the block is the sequence's own.</summary>
    public CachedBlock?[] Shared { get; } = request.PrefixBlocks.IsDefaultOrEmpty ? [] : new CachedBlock?[request.PrefixBlocks.Length];

    /// <summary>Prompt blocks already offered to the prefix cache.</summary>
    public int Published { get; set; }

    /// <summary>Tokens that the step in progress computes for it; 0 when it sits the step out.</summary>
    public int StepTokens { get; set; }

    /// <summary>Place in the waiting queue; -1 while running.</summary>
    public int QueueIndex { get; set; } = -1;

    public Instant ScheduledAt { get; set; } = Instant.Max;

    public bool WasPreempted { get; set; }

    public int Length => Request.PromptTokens + Generated;

    public int Remaining => Length - Computed;

    /// <summary>One token behind and past its first one: a decode, not a prefill.</summary>
    public bool IsDecoding => Generated > 0 && Remaining == 1;

    /// <summary>Before the other one in the order of service: lower priority number, then earlier arrival.</summary>
    public bool IsBefore(EngineSequence other) => Request.Priority != other.Request.Priority
        ? Request.Priority < other.Request.Priority
        : Order < other.Order;
}
