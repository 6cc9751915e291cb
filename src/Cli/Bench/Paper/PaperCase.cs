using System.Collections.Immutable;

namespace SageServe.Cli;

/// <summary>One bar of one of the paper's figures.</summary>
/// <param name="Name">As the paper calls it.</param>
/// <param name="Scenario">Built-in name.</param>
/// <param name="Strategy">Scaling strategy.</param>
/// <param name="Changes">Options that differ from the scenario's, by path.</param>
internal sealed record PaperCase(string Name, string Scenario, string Strategy, ImmutableArray<KeyValuePair<string, string>> Changes)
{
    /// <summary>Cases with the same key are the same run.</summary>
    public string Key => $"{Scenario}|{Strategy}|{string.Join(',', Changes.Select(c => $"{c.Key}={c.Value}"))}";

    public static PaperCase Of(string name, string scenario, string strategy, params (string Path, string Value)[] changes) =>
        new(name, scenario, strategy, [.. changes.Select(c => KeyValuePair.Create(c.Path, c.Value))]);
}
