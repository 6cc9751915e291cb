using System.Collections.Frozen;
using System.Collections.Immutable;

namespace SageServe.Gateway;

/// <summary>Who calls, and what that key allows.</summary>
/// <param name="Tenant">Who pays and is limited.</param>
/// <param name="Ceiling">The most urgent tier that may be used.</param>
internal sealed record Caller(TenantId Tenant, ServiceTier Ceiling)
{
    public static readonly Caller Anonymous = new(new TenantId("anonymous"), ServiceTier.InteractiveFast);

    /// <summary>Null for a caller without a key of ours: anonymous, or a peer's request.</summary>
    public string? KeyId { get; init; }

    /// <summary>Tier of a stream that asks for none.</summary>
    public ServiceTier? StreamTier { get; init; }

    /// <summary>Tier of another call that asks for none.</summary>
    public ServiceTier? CallTier { get; init; }

    /// <summary>Null: all that is served.</summary>
    public FrozenSet<string>? Models { get; init; }

    /// <summary>Empty: all.</summary>
    public ImmutableArray<RegionId> Regions { get; init; } = [];

    /// <summary>Null: no limit.</summary>
    public KeyLimits? Limits { get; init; }

    public Instant Expires { get; init; } = Instant.Max;

    public static Caller Of(KeyDocument key) => new(key.Tenant, key.TierCeiling)
    {
        KeyId = key.EffectiveId,
        StreamTier = key.StreamTier,
        CallTier = key.CallTier,
        Models = key.Models.IsEmpty ? null : key.Models.ToFrozenSet(StringComparer.Ordinal),
        Regions = key.Regions,
        Limits = key.Limits.IsNone ? null : key.Limits,
        Expires = key.Expires ?? Instant.Max,
    };

    /// <param name="name">What the client wrote in <c>model</c>.</param>
    public bool MayUse(string name) => Models is null || Models.Contains(name);

    public ServiceTier? DefaultTier(bool streaming) => streaming ? StreamTier : CallTier;
}
