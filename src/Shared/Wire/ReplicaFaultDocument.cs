namespace SageServe.Shared;

/// <summary>Body of <c>POST /control/replicas/{id}/fault</c>; an empty body ends all faults.</summary>
/// <param name="DelaySeconds">Added before the first byte of each answer.</param>
/// <param name="ErrorRate">Share of requests answered with <paramref name="ErrorStatus"/>, 0..1.</param>
/// <param name="ErrorStatus">HTTP status of those answers.</param>
/// <param name="Hang">Accept requests and never answer.</param>
/// <param name="CutAfterTokens">Drop the connection after this many tokens; 0 cuts after the headers.</param>
/// <param name="PoisonSeed">Requests with this <c>seed</c> are always answered with <paramref name="ErrorStatus"/>: work that no engine can do.</param>
public sealed record ReplicaFaultDocument(
    double DelaySeconds = 0,
    double ErrorRate = 0,
    int ErrorStatus = 500,
    bool Hang = false,
    int? CutAfterTokens = null,
    long? PoisonSeed = null);
