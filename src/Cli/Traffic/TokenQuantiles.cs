namespace SageServe.Cli;

internal sealed record TokenQuantiles(double Mean, IReadOnlyList<double> Tokens);
