namespace SageServe.Routing;

/// <summary>What a flow goes by. Model and home never change; catalog and options do, by an input and all at once.</summary>
internal sealed class FlowScope(ModelId model, RegionId home, ServingCatalog catalog, ModelFlowOptions options)
{
    public ModelId Model { get; } = model;

    public RegionId Home { get; } = home;

    public ServingCatalog Catalog { get; private set; } = catalog;

    public ModelFlowOptions Options { get; private set; } = options;

    /// <exception cref="ArgumentException">The options name no rule or are out of range; nothing changed.</exception>
    public void Change(ModelFlowOptions options, ServingCatalog? catalog)
    {
        Check(options);
        Options = options;
        Catalog = catalog ?? Catalog;
    }

    /// <exception cref="ArgumentException">The options name no rule or are out of range.</exception>
    public static void Check(ModelFlowOptions options)
    {
        var problems = NamedRules.Problems(options).ToList();
        if (problems.Count > 0)
        {
            throw new ArgumentException(string.Join(" ", problems), nameof(options));
        }
    }
}
