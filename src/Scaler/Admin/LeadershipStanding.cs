namespace SageServe.Scaler;

/// <param name="Paces">It moves the replicas of its region, or of all where there is one scaler.</param>
/// <param name="Plans">It plans for all regions.</param>
internal sealed record LeadershipStanding(bool Paces, bool Plans);
