namespace SageServe.ClusterHour;

/// <param name="Minutes">Of envelope time.</param>
/// <param name="Speed">Envelope seconds in a second.</param>
/// <param name="Seed">Of the arrivals.</param>
/// <param name="Beside">The build folder of another version, of which some scalers and a gateway are; null: all are of this one.</param>
internal sealed record HourOptions(double Minutes, double Speed, int Seed, string? Beside)
{
    public TimeSpan Real => TimeSpan.FromMinutes(Minutes / Speed);

    /// <summary>A minute of the hour in request time; a shorter run has its hour pressed into it.</summary>
    public TimeSpan At(double minute) => Real * (minute / 60);

    /// <summary>The program of a process, from the other version for about half of them.</summary>
    public string Program(string name, string ours) =>
        Beside is { } other && name is ("scaler-eastus-b" or "scaler-westus-a" or "gateway-northus") ? Path.Combine(other, Path.GetRelativePath(Path.Combine(ours, "..", "..", ".."), ours)) : ours;
}
