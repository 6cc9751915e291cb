using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace SageServe.Shared;

/// <summary>All that a decision may know of a request. Bodies, prompts and keys stay in the shell.</summary>
public sealed record InferenceRequest
{
    public required RequestId Id { get; init; }

    public required ModelId Model { get; init; }

    public required ServiceTier Tier { get; init; }

    public required TenantId Tenant { get; init; }

    /// <summary>The region where the client's request entered.</summary>
    public required RegionId Origin { get; init; }

    public required int PromptTokens { get; init; }

    /// <summary>Estimate; never more than what the client allows.</summary>
    public required int ExpectedOutputTokens { get; init; }

    /// <summary>When it reached the first gateway (or was released from the deferred queue).</summary>
    public required Instant Arrived { get; init; }

    /// <summary>
    /// For interactive work the moment by which the first token is due, for patient work the moment by which it must be complete.
    /// </summary>
    public required Instant Deadline { get; init; }

    public bool Streaming { get; init; }

    /// <summary>True when a peer gateway sent it on: it may not cross regions again.</summary>
    public bool Relayed { get; init; }

    /// <summary>Chained hashes of the prompt's blocks, longest shared prefix first; empty when unknown.</summary>
    public ImmutableArray<ulong> PrefixBlocks { get; init; } = [];

    /// <summary>Prompt tokens that one of <see cref="PrefixBlocks"/> stands for.</summary>
    public int PrefixBlockTokens { get; init; } = 16;

    /// <summary>Name of the LoRA adapter that it asks for; null for the base model.</summary>
    public string? Adapter { get; init; }

    /// <summary>Conversation key for affinity, if the client gave one.</summary>
    public string? Session { get; init; }

    /// <summary>Regions that may see the request (residency); empty means all.</summary>
    public ImmutableArray<RegionId> AllowedRegions { get; init; } = [];

    /// <summary>The only replica that may serve it, because it keeps what the request refers to; null for any.</summary>
    public InstanceId? OnlyReplica { get; init; }

    /// <summary>Patient work that must go on by its deadline: it may use what other patient work leaves to interactive requests.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Urgent { get; init; }

    public bool MayUse(RegionId region) => AllowedRegions.IsDefaultOrEmpty || AllowedRegions.Contains(region);
}
