using System.Collections.Immutable;

namespace SageServe.Gateway;

/// <summary>How one lane stands.</summary>
public sealed record DeferredLaneState
{
    public static readonly DeferredLaneState Empty = new();

    /// <summary>Sorted by id.</summary>
    public ImmutableArray<DeferredGroupState> Groups { get; init; } = [];

    /// <summary>Sorted by name.</summary>
    public ImmutableArray<DeferredMember> Members { get; init; } = [];

    /// <summary>Who holds the pump's lease; null: nobody.</summary>
    public string? Pump { get; init; }

    /// <summary>Leases that ran out since the lane was last empty: their holder died or hung.</summary>
    public long LeasesLost { get; init; }

    /// <summary>Items that may be granted now.</summary>
    public long Waiting => Groups.Sum(g => g.Waiting);

    /// <summary>Items that a gateway has, or that wait out a pause.</summary>
    public long Leased => Groups.Sum(g => g.Leased + g.Delayed);

    /// <summary>All that the index knows.</summary>
    public long Items => Groups.Sum(g => g.Items);

    /// <summary>Of the oldest that waits; null when none does.</summary>
    public Instant? OldestEnqueuedAt => Groups.Min(g => g.OldestEnqueuedAt);

    /// <summary>What nobody has.</summary>
    public DeferredWork Work => new(Groups.Sum(g => g.Waiting + g.Delayed), Groups.Sum(g => g.PromptTokens), Groups.Sum(g => g.OutputTokens));

    /// <summary>Null when the index knows nothing of it.</summary>
    public DeferredGroupState? Find(string group) => Groups.FirstOrDefault(g => g.Id == group);
}
