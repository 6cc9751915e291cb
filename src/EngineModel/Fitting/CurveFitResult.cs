using System.Collections.Immutable;

namespace SageServe.EngineModel;

/// <param name="Coefficients">In the order of the first guess.</param>
/// <param name="RelativeErrors">Standard error of each coefficient as a share of it; above about 0.5 the data do not tell it.</param>
/// <param name="Residuals">Relative errors at the end, in the order of the data.</param>
public sealed record CurveFitResult(ImmutableArray<double> Coefficients, ImmutableArray<double> RelativeErrors, ImmutableArray<double> Residuals);
