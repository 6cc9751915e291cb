using System.Text.RegularExpressions;

namespace SageServe.Cli.Tests;

/// <summary>What docs/operating/backtest.md shows works as it stands there.</summary>
public sealed partial class BacktestDocumentTests
{
    private static readonly string Document = File.ReadAllText(Path.Combine(Repository.Root, "docs", "operating", "backtest.md"));

    /// <summary>Those that need nothing but this repository.</summary>
    public static TheoryData<string> Commands => [.. Commanded().Matches(Document).Select(m => m.Groups[1].Value).Where(c => !c.Contains("--prometheus", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Every_command_on_a_file_ends_well(string command)
    {
        using var folder = new TemporaryFolder();
        var arguments = command.Split(' ').Select(a => a.StartsWith("docs/", StringComparison.Ordinal) || a.StartsWith("src/", StringComparison.Ordinal) ? Path.Combine(Repository.Root, a) : Written().IsMatch(a) ? folder[a] : a);
        var result = await CliProgram.Succeeds(arguments);
        Assert.NotEmpty(result.Output);
        Assert.All(command.Split(' ').Where(a => Written().IsMatch(a) && !a.Contains('/', StringComparison.Ordinal)), a => Assert.True(File.Exists(folder[a]), a));
    }

    [Fact]
    public void The_columns_and_the_metrics_are_named()
    {
        Assert.NotEmpty(Commands);
        Assert.Contains(DemandTable.Header, Document, StringComparison.Ordinal);
        Assert.All(
            (MetricName[])[MetricNames.DemandBinStart, MetricNames.DemandBinLength, .. SageServe.Hosting.DemandBinRates.Metrics, MetricNames.ScalerReplicas, MetricNames.FleetReplicas, MetricNames.SloRequests],
            metric => Assert.Contains(metric.Name, Document, StringComparison.Ordinal));
    }

    [GeneratedRegex(@"^\./sageserve (.+)$", RegexOptions.Multiline)]
    private static partial Regex Commanded();

    [GeneratedRegex(@"\.(json|html)$")]
    private static partial Regex Written();
}
