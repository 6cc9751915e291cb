namespace SageServe.Planning;

/// <param name="Tokens">Prompt tokens that wait.</param>
/// <param name="Hours">Until they must be done.</param>
public sealed record ProblemBacklog(double Tokens, double Hours);
