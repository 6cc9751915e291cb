namespace SageServe.Planning;

/// <param name="Allocator">integer-program or greedy.</param>
/// <param name="Status">optimal, feasible, infeasible, failed.</param>
/// <param name="Objective">Cost of the answer in USD over the planning window.</param>
/// <param name="BestBound">Proven lower bound; null for greedy.</param>
/// <param name="Variables">Columns.</param>
/// <param name="Constraints">Rows.</param>
public sealed record SolveReport(string Allocator, string Status, double Objective, double? BestBound, int Variables, int Constraints);
