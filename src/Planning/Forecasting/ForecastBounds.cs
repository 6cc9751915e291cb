namespace SageServe.Planning;

/// <summary>
/// What a forecast of a series may be: a finite number from zero to several times the largest step seen. Keeps an exploding
/// model from buying a data centre.
/// </summary>
internal readonly record struct ForecastBounds(double Largest, double Floor)
{
    private const double LargestFactor = 3;
    private const double FloorShare = 0.05;

    public static ForecastBounds Of(DemandGrid grid)
    {
        double largest = 0;
        double sum = 0;
        for (var i = 0; i < grid.Length; i++)
        {
            largest = Math.Max(largest, grid.Values[i]);
            sum += grid.Values[i];
        }

        var present = Math.Max(1, grid.CountPresent());
        return new ForecastBounds(largest * LargestFactor, Math.Max(1e-9, FloorShare * sum / present));
    }

    public double Clamp(double forecast) => double.IsNaN(forecast) ? 0 : Math.Clamp(forecast, 0, Largest);

    /// <summary>Actual over forecast, both lifted by a small floor, so that quiet steps don't dominate the band.</summary>
    public double Ratio(double actual, double forecast) => (actual + Floor) / (forecast + Floor);

    /// <summary>The inverse: a forecast moved by such a ratio.</summary>
    public double Move(double forecast, double ratio) => Clamp((forecast + Floor) * ratio - Floor);
}
