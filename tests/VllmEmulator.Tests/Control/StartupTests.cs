namespace SageServe.VllmEmulator.Tests;

public sealed class StartupTests
{
    [Fact]
    public async Task Bad_options_are_listed_all_at_once_and_end_with_code_2()
    {
        var result = await CommandLineTool.Run(
            EmulatorProcess.Executable,
            ["--Emulator:Region=eastus", "--Emulator:CatalogFile=missing.json", "--Emulator:TimeScale=0"]);
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("missing.json", result.Errors, StringComparison.Ordinal);
        Assert.Contains("ControlUrl", result.Errors, StringComparison.Ordinal);
        Assert.Contains("TimeScale", result.Errors, StringComparison.Ordinal);
    }
}
