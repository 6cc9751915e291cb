namespace SageServe.Simulator;

/// <summary>How finely a run's time series is recorded.</summary>
/// <param name="Bin">Length of a bin, envelope time; at least a thousandth of the run, so that a series has at most a thousand bins.</param>
public sealed record SeriesOptions(TimeSpan Bin)
{
    public const int MostBins = 1000;

    /// <summary>The usual length for a run of this many envelope hours: about 70 to 150 bins.</summary>
    public static SeriesOptions For(TimeSpan envelope)
    {
        double[] minutes = [1, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1440];
        var bin = minutes.FirstOrDefault(m => envelope.TotalMinutes / m <= 150, envelope.TotalMinutes / 150);
        return new SeriesOptions(TimeSpan.FromMinutes(bin));
    }

    internal TimeSpan BinFor(TimeSpan envelope) => TimeSpan.FromTicks(Math.Max(Bin.Ticks, envelope.Ticks / MostBins));
}
