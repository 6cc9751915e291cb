namespace SageServe.Cli;

internal sealed record TokenTableDocument(
    IReadOnlyList<double> Probabilities,
    IReadOnlyList<double> DecileProbabilities,
    IReadOnlyList<TokenTableWorkload> Workloads);
