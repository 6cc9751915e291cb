namespace SageServe.Planning;

/// <summary>A way to forecast one series. Stateless: what it learns stands in the model that it returns.</summary>
internal interface IForecaster
{
    string Name { get; }

    /// <summary>Steps that must be known before it can say anything.</summary>
    int StepsNeeded(TimeSpan step);

    /// <summary>Learns from the first <paramref name="known"/> steps of the grid and from nothing later.</summary>
    IForecastModel Fit(DemandGrid grid, int known);
}
