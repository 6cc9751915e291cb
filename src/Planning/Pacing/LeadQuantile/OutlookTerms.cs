namespace SageServe.Planning;

/// <summary>What an outlook is asked for.</summary>
/// <param name="Quantile">Of demand, 0..1.</param>
/// <param name="Window">Bins of which the level is the mean.</param>
/// <param name="Lead">Bins from the newest one to that in which a replica started now serves.</param>
/// <param name="Keep">Bins from the newest one to the end of what a replica is kept for.</param>
/// <param name="Memory">Errors remembered, in bins.</param>
internal readonly record struct OutlookTerms(double Quantile, int Window, int Lead, int Keep, int Memory);
