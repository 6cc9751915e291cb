namespace SageServe.ClusterHour;

/// <param name="Minutes">Of envelope time.</param>
/// <param name="Speed">Envelope seconds in a second.</param>
/// <param name="Seed">Of the arrivals.</param>
/// <param name="Examples">Folder of the documentation's examples for Kubernetes, which are what runs here.</param>
internal sealed record HourOptions(double Minutes, double Speed, int Seed, string Examples)
{
    public TimeSpan Real => TimeSpan.FromMinutes(Minutes / Speed);

    /// <summary>A minute of the hour in request time; a shorter run has its hour pressed into it.</summary>
    public TimeSpan At(double minute) => Real * (minute / 60);
}
