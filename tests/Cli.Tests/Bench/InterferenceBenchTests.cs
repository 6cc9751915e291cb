namespace SageServe.Cli.Tests;

public sealed class InterferenceBenchTests
{
    [Fact]
    public Task Wrong_figures_are_refused() => CliProgram.Refuses("--seeds 0: give 1 to 100.", "bench", "interference", "--seeds", "0");

    [Fact]
    public Task A_missing_trace_is_named_with_what_to_do() =>
        CliProgram.Refuses("Name the folder that holds it with --data DIR", "bench", "interference", "--data", "nowhere", "--no-curves");
}
