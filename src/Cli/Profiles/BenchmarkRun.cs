using System.Collections.Immutable;

namespace SageServe.Cli;

/// <param name="Name">As the run column says; "all" without one.</param>
/// <param name="Requests">In order of launch; the first at 0.</param>
internal sealed record BenchmarkRun(string Name, ImmutableArray<MeasuredRequest> Requests);
