namespace SageServe.Simulator;

public sealed record TokenTableDocument(
    IReadOnlyList<double> Probabilities,
    IReadOnlyList<double> DecileProbabilities,
    IReadOnlyList<TokenTableWorkload> Workloads);
