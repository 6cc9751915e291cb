namespace SageServe.Simulator;

/// <summary>How a pool's replicas shared the work, and how much of it their prefix caches took over.</summary>
/// <param name="PrefixHitShare">Prompt tokens found in a prefix cache over all prompt tokens.</param>
/// <param name="MostOverMean">
/// The work of the busiest replica for the time it served, over the same of all replicas together; those that served less than a tenth of
/// the longest are left out. 1 where all did the same.
/// </param>
public sealed record ServingReport(double PrefixHitShare, double MostOverMean);
