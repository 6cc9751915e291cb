namespace SageServe.Routing;

/// <summary>What the home replicas have for patient work, by this gateway's share of their bounds and requests as long as usual.</summary>
/// <param name="Open">Requests that would be placed now.</param>
/// <param name="Slots">Requests in flight, those there included, that the replicas open to patient work have room for.</param>
public readonly record struct PatientRoom(int Open, int Slots);
