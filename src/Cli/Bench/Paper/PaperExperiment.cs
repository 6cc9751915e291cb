using System.Collections.Immutable;

namespace SageServe.Cli;

/// <summary>One of the reference system's results, to be seen again here.</summary>
/// <param name="Id">Short name for the command line.</param>
/// <param name="Title">What is compared.</param>
/// <param name="Source">Where the reference's figures stand.</param>
/// <param name="Cases">What runs.</param>
/// <param name="Measures">What is read from the runs.</param>
/// <param name="Claims">What must come out.</param>
internal sealed record PaperExperiment(
    string Id,
    string Title,
    string Source,
    ImmutableArray<PaperCase> Cases,
    ImmutableArray<PaperMeasure> Measures,
    ImmutableArray<PaperClaim> Claims)
{
    /// <summary>Stands before the names of the cases where these alone say little.</summary>
    public string CasePrefix { get; init; } = "";
}
