namespace SageServe.Planning;

/// <summary>Requests of one model and tier that attainment is about (DESIGN 5.11): those whose clients left in time are not among them.</summary>
/// <param name="Model">The model.</param>
/// <param name="Tier">The tier.</param>
/// <param name="Met">Met their target.</param>
/// <param name="Missed">Did not.</param>
public sealed record SloCount(ModelId Model, ServiceTier Tier, double Met, double Missed);
