namespace SageServe.Planning;

/// <summary>How many requests of a tier met their target in the judged minutes of a receipt, beside what the catalog promises.</summary>
/// <param name="Tier">Its name on the wire.</param>
/// <param name="Requests">That attainment is about; entered in the region of the pool, ended in these minutes.</param>
/// <param name="Share">Of them that met their target, 0..1.</param>
/// <param name="Goal">The catalog's, 0..1.</param>
public sealed record TierAttainment(string Tier, double Requests, double Share, double Goal)
{
    /// <summary>Below its goal by more than two standard errors of so many requests: chance does not explain it.</summary>
    internal bool IsMissed => Share < Goal - 2 * Math.Sqrt(Goal * (1 - Goal) / Requests);
}
