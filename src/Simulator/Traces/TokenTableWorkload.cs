namespace SageServe.Simulator;

public sealed record TokenTableWorkload(
    string Workload,
    TokenQuantiles Prompt,
    TokenQuantiles Output,
    IReadOnlyList<TokenQuantiles>? OutputGivenPromptDecile);
