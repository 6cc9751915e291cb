using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace SageServe.Shared;

/// <summary>
/// What one gateway knows of one request: what came, each decision with its reasons, how it ended. Never a prompt, an answer, a key or a
/// session.
/// </summary>
public sealed record RequestStory
{
    public required RequestId Id { get; init; }

    /// <summary>The client's own <c>x-request-id</c>, where it gave one.</summary>
    public string? ClientId { get; init; }

    /// <summary>The region of the gateway that tells.</summary>
    public required RegionId Region { get; init; }

    public required ModelId Model { get; init; }

    public required ServiceTier Tier { get; init; }

    public required TenantId Tenant { get; init; }

    /// <summary>Where the client's request entered.</summary>
    public required RegionId Origin { get; init; }

    /// <summary>True when a peer gateway sent it here; the peer has the first part of the story.</summary>
    public bool Relayed { get; init; }

    public bool Streaming { get; init; }

    public string? Path { get; init; }

    public string? Adapter { get; init; }

    /// <summary>Estimated at arrival.</summary>
    public required int PromptTokens { get; init; }

    /// <summary>Estimated at arrival.</summary>
    public required int ExpectedOutputTokens { get; init; }

    public bool HasSession { get; init; }

    /// <summary>Regions that may see it; empty means all.</summary>
    public ImmutableArray<RegionId> AllowedRegions { get; init; } = [];

    public required Instant Arrived { get; init; }

    /// <summary>When its first token was due, or for patient work its end.</summary>
    public required Instant Deadline { get; init; }

    public ImmutableArray<StoryStep> Steps { get; init; } = [];

    /// <summary>Steps that had no room before the last one.</summary>
    public int OmittedSteps { get; init; }

    /// <summary>None while it runs or waits.</summary>
    public StoryEnd? End { get; init; }

    /// <summary>Nothing more will happen to it here.</summary>
    [JsonIgnore]
    public bool IsOver => End is not null || Steps is [.., { Kind: StoryStepKind.Refused or StoryStepKind.GivenBack or StoryStepKind.Finished }];
}
