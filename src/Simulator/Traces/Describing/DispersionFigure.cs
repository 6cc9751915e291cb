namespace SageServe.Simulator;

/// <param name="WindowSeconds">Length of the windows in which requests were counted.</param>
/// <param name="IndexOfDispersion">Variance over mean of the counts; 1 is Poisson's.</param>
/// <param name="PeakRate">Requests a second in the fullest window.</param>
public sealed record DispersionFigure(double WindowSeconds, double IndexOfDispersion, double PeakRate);
