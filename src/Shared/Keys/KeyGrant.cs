using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace SageServe.Shared;

/// <summary>What a key allows: everything about it but its identity.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public record KeyGrant
{
    /// <summary>Who it belongs to: pays, is counted and told apart in fairness.</summary>
    public required TenantId Tenant { get; init; }

    /// <summary>A note for operators.</summary>
    public string? Name { get; init; }

    /// <summary>The most urgent tier that it may use.</summary>
    public ServiceTier TierCeiling { get; init; } = ServiceTier.InteractiveFast;

    /// <summary>Tier of a stream that asks for none; fast unless given.</summary>
    public ServiceTier? StreamTier { get; init; }

    /// <summary>Tier of another call that asks for none; normal unless given.</summary>
    public ServiceTier? CallTier { get; init; }

    /// <summary>Names that it may use in <c>model</c>; empty: all.</summary>
    public ImmutableArray<string> Models { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>Regions that may see its requests (residency); empty: all.</summary>
    public ImmutableArray<RegionId> Regions { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>From then on it is unknown.</summary>
    public Instant? Expires { get; init; }

    public KeyLimits Limits { get; init => field = value ?? new KeyLimits(); } = new();
}
