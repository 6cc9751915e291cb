namespace SageServe.Simulator;

/// <summary>What can happen. At equal times the order here decides: facts of the world before those who look at it.</summary>
internal enum SimEventKind
{
    /// <summary>A cold start ends. Subject: the replica.</summary>
    ReplicaReady,

    /// <summary>All engines of a unit sleep. Subject: the unit.</summary>
    UnitAsleep,

    /// <summary>A replica dies. Subject: the pool.</summary>
    ReplicaKilled,

    /// <summary>A fault of the schedule. Subject: the fault.</summary>
    Fault,

    /// <summary>A fault of a region by chance. Subject: the fault; token: the key of its draws.</summary>
    FaultByChance,

    /// <summary>Subject: the active fault.</summary>
    FaultEnds,

    /// <summary>A gateway crashes by chance. Subject: the gateway.</summary>
    GatewayCrash,

    /// <summary>A gateway serves again. Subject: the gateway; token: the number of its crash.</summary>
    GatewayBack,

    /// <summary>Chance hits a replica. Subject: the replica; token: the fate.</summary>
    Fate,

    /// <summary>A step of an engine ends. Subject: the replica.</summary>
    EngineStep,

    /// <summary>A look at how far the streams of a flow are. Subject: the driver.</summary>
    Progress,

    /// <summary>An attempt found nobody or was sent away. Subject: the leg.</summary>
    AttemptFailed,

    /// <summary>A peer tells the origin of progress or the end. Subject: the leg at the origin.</summary>
    PeerSignal,

    /// <summary>A relayed request reaches the peer. Subject: the leg at the peer.</summary>
    RelayArrived,

    /// <summary>Nobody waits for a relayed request any more. Subject: the leg at the peer.</summary>
    ClientGone,

    /// <summary>A client's patience is over. Subject: the track.</summary>
    ClientLeaves,

    /// <summary>A client asks again. Subject: the track.</summary>
    ClientRetries,

    /// <summary>The next request of the trace.</summary>
    Arrival,

    /// <summary>A moment that a flow asked for. Subject: the driver.</summary>
    Wake,

    /// <summary>A look at a deferred queue. Subject: the driver.</summary>
    Release,

    /// <summary>A demand bin is complete.</summary>
    DemandBin,

    /// <summary>The gateways of a region tell each other what they have at its replicas. Subject: the region.</summary>
    SiblingsTell,

    /// <summary>Metrics are read and the fleet is published. Subject: the region.</summary>
    Scrape,

    /// <summary>The gateways see what was read. Subject: the region.</summary>
    ReadingsShown,

    /// <summary>The planner's Prometheus reads the fleet's load.</summary>
    PlannerScrape,

    /// <summary>The planner's tick.</summary>
    PlanTick,
}
