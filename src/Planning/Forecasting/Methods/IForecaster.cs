namespace SageServe.Planning;

/// <summary>
/// A way to forecast one series. Stateless: what it learns stands in the recipe and in the model that it returns. A grid's values
/// are rates (prompt tokens per second) in steps of equal length; a step that is absent is absent, never zero.
/// </summary>
internal interface IForecaster
{
    string Name { get; }

    /// <summary>Steps that must be known before it can say anything.</summary>
    int StepsNeeded(TimeSpan step);

    /// <summary>
    /// The dear part of learning, nightly or on a detected change: order, transformation, full likelihood, from the first
    /// <paramref name="known"/> steps and from nothing later. Null when there is nothing to study, or too little to study it on.
    /// </summary>
    ForecastRecipe? Study(DemandGrid grid, int known) => null;

    /// <summary>
    /// The cheap part, hourly: learns from the first <paramref name="known"/> steps of the grid and from nothing later. Keeps the
    /// order of the recipe and starts from its coefficients; without one (or with one of another method) it takes its own quick default.
    /// </summary>
    IForecastModel Fit(DemandGrid grid, int known, ForecastRecipe? recipe);
}
