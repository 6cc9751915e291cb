using System.Text.Json.Serialization;

namespace SageServe.Routing;

/// <summary>What can be told to a <see cref="ModelFlow"/>.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<FlowInputKind>))]
public enum FlowInputKind
{
    /// <summary>A client's request, or one relayed by a peer.</summary>
    Arrived,

    /// <summary>An attempt that a Forward or Relay started has ended.</summary>
    AttemptEnded,

    /// <summary>A stream made progress; batched, at most ten a second per stream.</summary>
    Progressed,

    /// <summary>The client went away; its request ends now, held or in flight.</summary>
    ClientLeft,

    /// <summary>Deferred requests that the release policy let go; each is placed now or given back (Evict).</summary>
    Offered,

    /// <summary>A new view of the world.</summary>
    FleetChanged,

    /// <summary>A moment asked for by a WakeAt effect, or work left over from an earlier input.</summary>
    TimeReached,

    /// <summary>The gateway takes no new work; held requests are refused, running ones go on.</summary>
    ShutdownBegan,

    /// <summary>New options, or a new catalog, from here on. What is in flight and held stays where it is.</summary>
    OptionsChanged,

    /// <summary>What all other live gateways of the region have outstanding at the replicas, each by a fresh word.</summary>
    SiblingsTold,
}
