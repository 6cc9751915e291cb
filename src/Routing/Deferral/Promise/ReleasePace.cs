namespace SageServe.Routing;

/// <summary>
/// How much of the expected headroom patient work really gets, as the logarithm of that share: a mean and a variance, learnt from what was
/// done while work waited (a Kalman filter of one number). It holds what the forecast, the profile, the release rule and the estimates of
/// lines are off by, all in one, so that the next answer is not.
/// </summary>
/// <param name="Mean">Of the logarithm.</param>
/// <param name="Variance">Of the logarithm.</param>
public readonly record struct ReleasePace(double Mean, double Variance)
{
    /// <summary>A measured share is taken to be within this range: what lies outside is a reading gone wrong, or an outage.</summary>
    private const double Least = 0.05, Most = 20;

    /// <summary>Standard deviation of the logarithm of what is measured in an hour.</summary>
    private const double HourlyNoise = 0.12;

    public static ReleasePace AtFirst(PromiseOptions options) =>
        new(Math.Log(options.PaceAtFirst), options.PaceSpreadAtFirst * options.PaceSpreadAtFirst);

    /// <summary>The share, as its median.</summary>
    public double Share => Math.Exp(Mean);

    /// <summary>Learns from a time in which work waited throughout.</summary>
    /// <param name="done">Replica seconds of patient work that ended, as they were estimated.</param>
    /// <param name="expected">Replica seconds of headroom that the forecast had for that time.</param>
    /// <param name="lasted">How long it was.</param>
    /// <param name="options">How sure it may get.</param>
    public ReleasePace Learn(double done, double expected, TimeSpan lasted, PromiseOptions options)
    {
        if (expected <= 0 || lasted <= TimeSpan.Zero)
        {
            return this;
        }

        var seen = Math.Log(Math.Clamp(done / expected, Least, Most));
        var gain = Variance / (Variance + HourlyNoise * HourlyNoise / lasted.TotalHours);
        return new ReleasePace(Mean + gain * (seen - Mean), Math.Max(options.PaceSpreadLeast * options.PaceSpreadLeast, (1 - gain) * Variance));
    }

    /// <summary>Time passes, and nothing is learnt: never less sure than at first.</summary>
    public ReleasePace Drift(TimeSpan passed, PromiseOptions options) => this with
    {
        Variance = Math.Min(
            options.PaceSpreadAtFirst * options.PaceSpreadAtFirst,
            Variance + options.PaceDriftPerHour * options.PaceDriftPerHour * passed.TotalHours),
    };
}
