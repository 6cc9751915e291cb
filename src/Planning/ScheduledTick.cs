namespace SageServe.Planning;

/// <summary>When the core wants to be called next, what it will decide, and which facts it will need.</summary>
/// <param name="At">Envelope time.</param>
/// <param name="Kinds">What it decides.</param>
/// <param name="DemandSince">Demand bins that start at or after this are needed.</param>
/// <param name="FutureUntil">True demand up to here is needed: a bound that only a simulation can run; null for every other strategy.</param>
public sealed record ScheduledTick(Instant At, TickKinds Kinds, Instant DemandSince, Instant? FutureUntil = null);
