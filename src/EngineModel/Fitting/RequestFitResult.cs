using System.Collections.Immutable;

namespace SageServe.EngineModel;

/// <param name="Coefficients">The fitted step times.</param>
/// <param name="RelativeErrors">Standard error of each fitted number as a share of it, by the names of <see cref="StepCoefficients"/>.</param>
/// <param name="Runs">Per run: the prompt tokens that were prefilled, and what the fitted engine says.</param>
/// <param name="Observations">TTFTs and E2Es that the fit used.</param>
public sealed record RequestFitResult(
    StepCoefficients Coefficients, ImmutableSortedDictionary<string, double> RelativeErrors, ImmutableArray<FittedRun> Runs, int Observations);
