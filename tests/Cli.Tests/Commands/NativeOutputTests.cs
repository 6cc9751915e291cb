using System.Text.Json;

namespace SageServe.Cli.Tests;

/// <summary>A solver that prints a line of its own does not break the JSON of a command: <see cref="StartupHook"/> prints in its place, natively.</summary>
public sealed class NativeOutputTests
{
    private static readonly string Hook = "DOTNET_STARTUP_HOOKS=" + typeof(NativeOutputTests).Assembly.Location;
    private static readonly string Example = Path.Combine(Repository.Root, "docs", "examples", "problem.json");

    [Fact]
    public async Task What_native_code_prints_while_a_plan_is_solved_goes_to_stderr()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() || OperatingSystem.IsMacOS(), "Descriptors are not moved elsewhere.");
        var result = await CliProgram.Run(Hook, ["plan", "--problem", Example, "--json"]);

        Assert.True(result.ExitCode == 0, result.Errors);
        Assert.Contains(StartupHook.Line, result.Errors, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(result.Output);
        Assert.Equal("optimal", json.RootElement.GetProperty("status").GetString());
    }

    [Fact]
    public async Task What_a_simulation_prints_stays_pure_too()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() || OperatingSystem.IsMacOS(), "Descriptors are not moved elsewhere.");
        using var folder = new TemporaryFolder();
        var result = await CliProgram.Run(Hook, ["simulate", "--strategy", "lt-ua", "--duration", "30s", "--json", folder["report.json"]]);

        Assert.True(result.ExitCode == 0, result.Errors);
        Assert.Contains(StartupHook.Line, result.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain(StartupHook.Line, result.Output, StringComparison.Ordinal);
        Assert.Contains("Requests", result.Output, StringComparison.Ordinal);
    }
}
