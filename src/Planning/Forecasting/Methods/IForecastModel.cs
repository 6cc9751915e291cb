namespace SageServe.Planning;

internal interface IForecastModel
{
    /// <summary>
    /// Fills <paramref name="horizon"/> with the steps from <paramref name="origin"/> on, knowing only those before it.
    /// Answers may be negative or not finite; the caller bounds them.
    /// </summary>
    void Predict(int origin, Span<double> horizon);
}
