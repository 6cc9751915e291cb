namespace SageServe.Routing;

/// <summary>One step of the headroom to come.</summary>
/// <param name="Median">Replica seconds a second that patient work may use.</param>
/// <param name="Spread">Standard deviation of that.</param>
/// <param name="Origin">Where it comes from.</param>
public readonly record struct HeadroomStep(double Median, double Spread, HeadroomOrigin Origin);
