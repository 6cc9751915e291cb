namespace SageServe.Planning;

/// <param name="Quantile">0..1.</param>
/// <param name="TokensPerSecond">Prompt tokens per second that demand stays below with this probability.</param>
public sealed record ProblemQuantile(double Quantile, double TokensPerSecond);
