using System.Collections.Immutable;

namespace SageServe.Planning;

/// <param name="Series">As published, sorted by series.</param>
/// <param name="Models">What allocation and pacing use, one per model of the catalog, sorted by id.</param>
internal sealed record DemandForecast(ImmutableArray<SeriesForecast> Series, ImmutableArray<ModelForecast> Models)
{
    public ModelForecast Of(ModelId model) => Models.First(m => m.Model == model);
}
