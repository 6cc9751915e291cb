namespace SageServe.Gateway;

/// <summary>Requests of one tier that entered at a gateway and were judged, since its start.</summary>
/// <param name="Tier">Wire name.</param>
/// <param name="Met">Met their target.</param>
/// <param name="Missed">Missed it.</param>
internal sealed record TierStanding(string Tier, long Met, long Missed);
