using System.Text.RegularExpressions;

namespace SageServe.Monitoring.Tests;

/// <summary>The chart's rules, by Prometheus' own tool; and what no tool looks at.</summary>
public sealed class AlertTests
{
    /// <summary>Those that take a day to fire are evaluated every four minutes: records are forgotten after five.</summary>
    private static readonly string[] Tests = ["alerts.test.yaml", "slow-alerts.test.yaml"];

    [Fact]
    public async Task Promtool_takes_the_rules()
    {
        var checkedRules = await CommandLineTool.Run(CommandLineTool.Require("promtool"), ["check", "rules", "--lint=all", "--lint-fatal", Alert.RulesFile]);
        Assert.True(checkedRules.ExitCode == 0, checkedRules.Output + checkedRules.Errors);
    }

    [Fact]
    public async Task Each_alert_fires_for_what_it_is_for_and_for_nothing_else()
    {
        using var folder = new TemporaryFolder();
        File.Copy(Alert.RulesFile, folder["sageserve.rules.yaml"]);
        foreach (var tests in Tests)
        {
            File.Copy(PathOf(tests), folder[tests]);
        }

        var run = await CommandLineTool.Run(CommandLineTool.Require("promtool"), ["test", "rules", .. Tests.Select(t => folder[t])]);
        Assert.True(run.ExitCode == 0, run.Output + run.Errors);
    }

    [Fact]
    public void Each_alert_has_a_test_in_which_it_fires_and_one_in_which_it_does_not()
    {
        var cases = Regex.Matches(string.Concat(Tests.Select(t => File.ReadAllText(PathOf(t)))), @"alertname: (\w+)\n\s+exp_alerts:( \[\])?").Select(m => (m.Groups[1].Value, Fires: m.Groups[2].Length == 0)).ToHashSet();
        Assert.All(Alert.All, a => Assert.True(cases.Contains((a.Name, true)) && cases.Contains((a.Name, false)), a.Name));
    }

    [Fact]
    public void Each_rule_names_metrics_and_labels_that_are_exported() =>
        Assert.Empty(Alert.AllRules.SelectMany(a => Queries.Problems(a.Query).Select(p => $"{a.Name}: {p}")));

    [Fact]
    public void Each_alert_has_a_severity_a_text_and_a_runbook_that_says_the_same()
    {
        var index = File.ReadAllText(Path.Combine(Repository.Root, "docs/runbooks/README.md"));
        foreach (var alert in Alert.All)
        {
            Assert.StartsWith("SageServe", alert.Name, StringComparison.Ordinal);
            Assert.Contains(alert.Severity, (string[])["critical", "warning", "info"]);
            Assert.Equal(["description", "runbook_url", "summary"], alert.Annotations.Keys.Order(StringComparer.Ordinal));
            Assert.Equal($"docs/runbooks/{alert.Name}.md", alert.Annotations["runbook_url"]);
            var page = File.ReadAllText(Path.Combine(Repository.Root, alert.Annotations["runbook_url"]));
            Assert.StartsWith($"# {alert.Name}\n", page, StringComparison.Ordinal);
            Assert.Contains($"\n| {alert.Severity} |", page, StringComparison.Ordinal);
            Assert.All((string[])["**Clients notice.**", "## Look", "## Do"], part => Assert.Contains(part, page, StringComparison.Ordinal));
            Assert.Contains($"[{alert.Name}]({alert.Name}.md) | {alert.Severity} |", index, StringComparison.Ordinal);
        }

        var pages = Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs/runbooks"), "SageServe*.md").Select(f => Path.GetFileNameWithoutExtension(f)!).Order(StringComparer.Ordinal);
        Assert.Equal(Alert.All.Select(a => a.Name).Order(StringComparer.Ordinal), pages);
    }

    private static string PathOf(string tests) => Path.Combine(AppContext.BaseDirectory, "Rules", tests);
}
