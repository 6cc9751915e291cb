using System.Collections.Immutable;

namespace SageServe.Cli;

/// <param name="Name">Of the run.</param>
/// <param name="Requests">In it.</param>
/// <param name="UncachedShare">Mean share of a prompt that was prefilled.</param>
/// <param name="Quantiles">TTFT and E2E.</param>
/// <param name="Series">Request by request, for the plots, from the first draw.</param>
internal sealed record CheckedRun(string Name, int Requests, double UncachedShare, ImmutableArray<CheckedQuantile> Quantiles, ImmutableArray<FitSeries> Series);
