using System.Collections.Immutable;
using YamlDotNet.Serialization;

namespace SageServe.Monitoring.Tests;

/// <summary>One rule of the chart's file: an alert, or a record when <see cref="Name"/> is empty.</summary>
internal sealed record Alert(string Name, string Query, string Severity, IReadOnlyDictionary<string, string> Annotations)
{
    public static string RulesFile { get; } = Path.Combine(Repository.Root, "helm/sageserve/rules/sageserve.rules.yaml");

    public static ImmutableArray<Alert> AllRules { get; } = [.. Groups(RulesFile).SelectMany(g => g.Rules).Select(Of)];

    public static ImmutableArray<Alert> All { get; } = [.. AllRules.Where(r => r.Name.Length > 0)];

    private static Alert Of(RuleYaml rule) => new(rule.Alert, rule.Expr, rule.Labels.GetValueOrDefault("severity", ""), rule.Annotations);

    private static List<GroupYaml> Groups(string file) =>
        new DeserializerBuilder().IgnoreUnmatchedProperties().Build().Deserialize<FileYaml>(File.ReadAllText(file)).Groups;

    private sealed class FileYaml
    {
        [YamlMember(Alias = "groups")]
        public List<GroupYaml> Groups { get; set; } = [];
    }

    private sealed class GroupYaml
    {
        [YamlMember(Alias = "rules")]
        public List<RuleYaml> Rules { get; set; } = [];
    }

    private sealed class RuleYaml
    {
        [YamlMember(Alias = "alert")]
        public string Alert { get; set; } = "";

        [YamlMember(Alias = "expr")]
        public string Expr { get; set; } = "";

        [YamlMember(Alias = "labels")]
        public Dictionary<string, string> Labels { get; set; } = [];

        [YamlMember(Alias = "annotations")]
        public Dictionary<string, string> Annotations { get; set; } = [];
    }
}
