namespace SageServe.Simulator;

/// <param name="Share">Of all requests.</param>
/// <param name="DiurnalScore">Correlation of hourly counts with those a day before; null with less than two days.</param>
public sealed record TierFigures(double Share, double? DiurnalScore);
