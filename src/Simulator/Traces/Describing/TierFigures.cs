namespace SageServe.Simulator;

/// <param name="Share">Of all requests.</param>
/// <param name="DiurnalScore">Autocorrelation of hourly counts at 24 h; null with less than two days.</param>
public sealed record TierFigures(double Share, double? DiurnalScore);
