using SageServe.Routing;
using Yarp.ReverseProxy.Forwarder;

namespace SageServe.Gateway;

/// <summary>Every log line of the gateway, ids 1000-1999; an id is never reused. No prompt and no key is ever logged.</summary>
internal static partial class GatewayLog
{
    [LoggerMessage(1000, LogLevel.Information, "Gateway of {Region}: clients on {PublicUrl}, operators on {AdminUrl}, {Models} models, {Peers} peers")]
    public static partial void Started(ILogger logger, string region, string publicUrl, string adminUrl, int models, int peers);

    [LoggerMessage(1001, LogLevel.Information, "Fleet taken: {Replicas} replicas")]
    public static partial void FleetFileTaken(ILogger logger, int replicas);

    [LoggerMessage(1002, LogLevel.Warning, "Replica {Replica} does not answer any more")]
    public static partial void ReplicaLost(ILogger logger, string replica);

    [LoggerMessage(1003, LogLevel.Warning, "Plan file {Path} could not be read; the last plan stands")]
    public static partial void PlanNotRead(ILogger logger, Exception exception, string path);

    [LoggerMessage(1004, LogLevel.Warning, "Peer {Region} refuses its summaries with {Status}; do both gateways have the same PeerSecret?")]
    public static partial void PeerRefusedSummaries(ILogger logger, string region, int status);

    [LoggerMessage(1005, LogLevel.Information, "Shutdown began: held requests are refused, running ones finish")]
    public static partial void ShutdownBegan(ILogger logger);

    [LoggerMessage(1020, LogLevel.Warning, "The API keys were not read, the last ones stand: {Problem}")]
    public static partial void KeysNotRead(ILogger logger, string problem);

    [LoggerMessage(1023, LogLevel.Warning, "A stored API key cannot be used and is left out: {Problem}")]
    public static partial void KeyLeftOut(ILogger logger, string problem);

    [LoggerMessage(1021, LogLevel.Warning, "The shared limits cannot be reached, this gateway grants 1/{Gateways} of each limit by itself: {Problem}")]
    public static partial void QuotaCut(ILogger logger, int gateways, string problem);

    [LoggerMessage(1022, LogLevel.Warning, "Usage was not written, it is tried again: {Problem}")]
    public static partial void UsageNotWritten(ILogger logger, string problem);

    [LoggerMessage(1030, LogLevel.Warning, "The registry of the region's gateways cannot be reached, bounds stay divided for {Gateways}: {Problem}")]
    public static partial void SiblingsCut(ILogger logger, int gateways, string problem);

    [LoggerMessage(1031, LogLevel.Warning, "{Url} is a gateway of {Found}, not of {Region}: correct Gateway:Peers")]
    public static partial void PeerOfOtherRegion(ILogger logger, string url, string found, string region);

    [LoggerMessage(1032, LogLevel.Warning, "The name {Name} was not resolved, its last addresses stand: {Problem}")]
    public static partial void NameNotResolved(ILogger logger, string name, string problem);

    [LoggerMessage(1033, LogLevel.Warning, "The cluster's {Kind} were not read, the last ones stand: {Problem}")]
    public static partial void ClusterNotRead(ILogger logger, string kind, string problem);

    [LoggerMessage(1034, LogLevel.Warning, "Pods left out of the fleet: {Problems}")]
    public static partial void PodsLeftOut(ILogger logger, string problems);

    [LoggerMessage(1035, LogLevel.Warning, "Replica {Replica} {Turn}: so say its health checks ({Path})")]
    public static partial void HealthTurned(ILogger logger, string replica, string turn, string path);

    [LoggerMessage(1010, LogLevel.Information, "Request {Request}: attempt at {Target} ended {Outcome} (status {Status}, {Error}{Why})")]
    public static partial void AttemptFailed(ILogger logger, string request, string target, AttemptOutcome outcome, int status, ForwarderError error, string why);

    [LoggerMessage(1011, LogLevel.Critical, "The flow of {Model} broke a rule on {Input}")]
    public static partial void FlowFailed(ILogger logger, Exception exception, string model, FlowInputKind input);

    [LoggerMessage(1012, LogLevel.Error, "Request to {Path} failed")]
    public static partial void RequestFailed(ILogger logger, Exception exception, string path);

    [LoggerMessage(1036, LogLevel.Warning, "Not ready: {Reason}")]
    public static partial void FleetAwaited(ILogger logger, string reason);
}
