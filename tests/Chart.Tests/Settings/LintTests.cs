namespace SageServe.Chart.Tests;

/// <summary>What helm itself has to say of the chart.</summary>
public sealed class LintTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("production.yaml")]
    [InlineData("sidecar.yaml")]
    public async Task Helm_finds_nothing_to_complain_of(string? example)
    {
        Helm.Require();
        var result = await Helm.RunAsync(["lint", "--strict", Helm.Chart, .. example is null ? Array.Empty<string>() : ["-f", Path.Combine(Renderings.Examples, example)]]);
        Assert.True(result.ExitCode == 0, result.Output + result.Errors);
        Assert.DoesNotContain("[WARNING]", result.Output, StringComparison.Ordinal);
    }
}
