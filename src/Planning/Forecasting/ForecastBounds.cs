namespace SageServe.Planning;

/// <summary>
/// What a forecast of a series may be: a finite number from zero to several times the largest step seen. Keeps an exploding
/// model from buying a data centre.
/// </summary>
internal readonly record struct ForecastBounds(double Largest, double Floor)
{
    private const double LargestFactor = 3;
    private const double FloorShare = 0.05;

    /// <param name="grid">The series.</param>
    /// <param name="known">Only its first steps count.</param>
    public static ForecastBounds Of(DemandGrid grid, int known)
    {
        double largest = 0;
        double sum = 0;
        var present = 0;
        for (var i = 0; i < Math.Min(known, grid.Length); i++)
        {
            largest = Math.Max(largest, grid.Values[i]);
            sum += grid.Values[i];
            present += grid.IsPresent(i) ? 1 : 0;
        }

        return new ForecastBounds(largest * LargestFactor, Math.Max(1e-9, FloorShare * sum / Math.Max(1, present)));
    }

    public double Clamp(double forecast) => double.IsNaN(forecast) ? 0 : Math.Clamp(forecast, 0, Largest);
}
