namespace SageServe.Cli;

internal sealed record TokenTableWorkload(
    string Workload,
    TokenQuantiles Prompt,
    TokenQuantiles Output,
    IReadOnlyList<TokenQuantiles>? OutputGivenPromptDecile);
