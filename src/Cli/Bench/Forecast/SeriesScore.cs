using SageServe.Planning;

namespace SageServe.Cli;

/// <summary>How one open series is forecast.</summary>
/// <param name="Name">Which.</param>
/// <param name="Methods">WAPE of each method an hour ahead, second half; null where it never answered.</param>
/// <param name="Selected">WAPE of the default.</param>
/// <param name="Best">WAPE of the option <c>best</c>.</param>
/// <param name="Coverage90">Share of the hours within the band.</param>
/// <param name="CoverageLow">Low end of the binomial 99 % interval of 90 % over this many hours.</param>
/// <param name="CoverageHigh">Its high end.</param>
/// <param name="Hours">Forecasts an hour ahead.</param>
/// <param name="Peak">The planning window's peak by lead.</param>
internal sealed record SeriesScore(
    string Name, IReadOnlyDictionary<string, double?> Methods, double Selected, double Best,
    double Coverage90, double CoverageLow, double CoverageHigh, int Hours, IReadOnlyList<PeakScore> Peak)
{
    private const double Deviations99 = 2.5758;
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan TenMinutes = TimeSpan.FromMinutes(10);

    public double LastValue => Methods["last-value"]!.Value;

    /// <summary>Loss of the peak over all leads against that of the last value; below one it is better.</summary>
    public double PeakOverLastValue => Peak.Sum(p => p.Loss) / Peak.Sum(p => p.LastValueLoss);

    /// <summary>The same against the better of the two last values at each lead.</summary>
    public double PeakOverBetterLast => Peak.Sum(p => p.Loss) / Peak.Sum(p => Math.Min(p.LastValueLoss, p.LastStepLoss));

    /// <summary>The same against the last value times factors learnt from the first half.</summary>
    public double PeakOverLearntLast => Peak.Sum(p => p.Loss) / Peak.Sum(p => p.LearntLoss);

    public static SeriesScore Of(string name, LoadHistory history, Action<double> progress)
    {
        var hourly = LoadBacktest.Run(history, new LoadQuestion { Step = Hour });
        var best = LoadBacktest.Run(history, new LoadQuestion { Step = Hour, Forecaster = "best" });
        var step = history.Bin > TenMinutes ? history.Bin : TenMinutes;
        var peaks = LoadBacktest.Run(history, new LoadQuestion { Step = step, Window = Hour }, progress);
        var apart = Deviations99 * Math.Sqrt(0.9 * 0.1 / hourly.Origins);
        return new SeriesScore(
            name, hourly.Methods.ToDictionary(m => m.Name, m => m.Wape), hourly.Wape, best.Wape, hourly.Coverage90, 0.9 - apart, 0.9 + apart, hourly.Origins,
            [.. peaks.Rows.GroupBy(r => r.Lead).OrderBy(g => g.Key).Select(g => PeakScore.Of(g.Key, [.. g], [.. peaks.Earlier.Where(r => r.Lead == g.Key)]))]);
    }
}
