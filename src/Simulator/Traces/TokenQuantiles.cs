namespace SageServe.Simulator;

public sealed record TokenQuantiles(double Mean, IReadOnlyList<double> Tokens);
