namespace SageServe.Simulator;

/// <summary>A scenario with a change that no single value of its document says: a what-if. The change sees the built scenario and the seed.</summary>
public sealed class ChangedSource(IScenarioSource inner, string what, Func<SimulationScenario, ulong, SimulationScenario> change) : IScenarioSource
{
    public string Name => inner.Name;

    public string Title => $"{inner.Title} ({what})";

    public SimulationScenario Build(ulong seed) => change(inner.Build(seed), seed);

    public IScenarioSource With(string path, string value) => new ChangedSource(inner.With(path, value), what, change);

    public IScenarioSource With(IEnumerable<KeyValuePair<string, string>> changes) => new ChangedSource(inner.With(changes), what, change);

    /// <exception cref="ArgumentException">The changed catalog breaks a rule.</exception>
    internal static ServingCatalog Checked(CatalogDocument document, string what)
    {
        var problems = ServingCatalogRules.Check(document);
        return problems.Count == 0
            ? new ServingCatalog(document)
            : throw new ArgumentException($"{what}: {string.Join(" ", problems)}");
    }
}
