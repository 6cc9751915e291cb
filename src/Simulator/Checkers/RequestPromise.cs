namespace SageServe.Simulator;

/// <summary>What a client was promised and what it saw so far.</summary>
/// <param name="Arrival">Its request.</param>
/// <param name="Profile">Of the replica that it was sent to last; of the model's first hardware before.</param>
/// <param name="FirstToken">When its first token reached it; null before.</param>
internal readonly record struct RequestPromise(SimulatedArrival Arrival, ThroughputProfile Profile, Instant? FirstToken);
