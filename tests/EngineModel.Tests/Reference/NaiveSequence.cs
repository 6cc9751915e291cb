namespace SageServe.EngineModel.Tests;

/// <summary>A sequence of the <see cref="NaiveEngine"/>; every number is kept up to date at every step.</summary>
internal sealed class NaiveSequence(EngineRequest request, long order)
{
    public EngineRequest Request { get; } = request;

    public int Generated { get; set; }

    public int Computed { get; set; }

    /// <summary>Tokens of the step in progress.</summary>
    public int Step { get; set; }

    /// <summary>One name for each block held: a prefix hash if it is shared, null if it is its own.</summary>
    public List<ulong?> Blocks { get; } = [];

    /// <summary>Prompt blocks that were offered to the cache.</summary>
    public int Published { get; set; }

    public Instant ScheduledAt { get; set; } = Instant.Max;

    public bool WasPreempted { get; set; }

    public int Length => Request.PromptTokens + Generated;

    public int Remaining => Length - Computed;

    public bool IsDecode => Generated > 0 && Remaining == 1;

    public ulong? HashAt(int block) => Request.PrefixBlocks.IsDefault || block >= Request.PrefixBlocks.Length ? null : Request.PrefixBlocks[block];

    public (int, long) Key => (Request.Priority, order);
}
