using System.Text.Json.Serialization;

namespace SageServe.Shared;

/// <summary>
/// Why a request went where it went. Public names: they stand in logs, metrics and headers.
/// At most 64, because a decision carries them as a bit set; never renumbered, never reused.
/// </summary>
[JsonConverter(typeof(ReasonCodeJsonConverter))]
public enum ReasonCode
{
    HomeBelowThreshold = 0,
    LeastUtilizedRegion = 1,
    PlanWeight = 2,
    NearestRegion = 3,
    ResidencyConstraint = 4,
    OnlyRegion = 5,
    LeastOutstandingWork = 6,
    PowerOfTwoChoices = 7,
    RoundRobin = 8,
    RetryAfterFailure = 9,
    ReleasedFromHold = 10,
    ReleasedFromQueue = 11,
    DeadlinePromotion = 12,
    ReplicaBoundReached = 13,
    NoReadyReplica = 14,
    CapacityWarming = 15,
    HoldLimitReached = 16,
    QueueFull = 17,
    ContextTooLong = 18,
    AttemptsExhausted = 19,
    RetryBudgetSpent = 20,
    ClientLeft = 21,
    FirstByteSent = 22,
    StaleMetrics = 23,
    RelayedOnce = 24,
    PeerRefused = 25,
    EvictedForInteractive = 26,
    ShuttingDown = 27,
    Completed = 28,
    UpstreamRefusal = 29,
    UnknownModel = 30,
    PrefixAffinity = 31,
    SessionAffinity = 32,
    NoRoom = 33,
    UtilizationBelowLow = 34,
    UtilizationBelowHigh = 35,
    UtilizationAboveHigh = 36,
    CheapestRegion = 37,
    LeastExpectedTtft = 38,
    AdapterResident = 39,
    AdapterLoad = 40,
    LoadGuard = 41,
    CircuitOpen = 42,
    CircuitProbe = 43,
    OutlierEjected = 44,
    SlowStart = 45,
    FailedOpen = 46,
    TierQueueFull = 47,
    TierTokensFull = 48,
    TenantShareFull = 49,
    WarmsTooLate = 50,
}
