namespace SageServe.Planning;

/// <summary>A model on a transformed scale, asked on the series' own. Medians go back as medians.</summary>
internal sealed class RescaledModel(IForecastModel inner, BoxCox scale) : IForecastModel
{
    public void Predict(int origin, Span<double> horizon)
    {
        inner.Predict(origin, horizon);
        for (var h = 0; h < horizon.Length; h++)
        {
            horizon[h] = scale.From(horizon[h]);
        }
    }
}
