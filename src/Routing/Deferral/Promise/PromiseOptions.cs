namespace SageServe.Routing;

/// <summary>How finishing times of patient work are reckoned.</summary>
public sealed record PromiseOptions
{
    /// <summary>Chance of ending in time from which on a batch is called feasible; also the quantile of the later time told (p90).</summary>
    [Within(0.5, 0.999)]
    public double Confidence { get; init; } = 0.9;

    /// <summary>Share of the headroom that patient work is taken to get before any was measured.</summary>
    [Within(0, 10, AboveLow = true)]
    public double PaceAtFirst { get; init; } = 0.7;

    /// <summary>How far that may be off, as the standard deviation of its logarithm.</summary>
    [Within(0, 5, AboveLow = true)]
    public double PaceSpreadAtFirst { get; init; } = 0.5;

    /// <summary>No measurement makes the pace surer than this.</summary>
    [Within(0, 5)]
    public double PaceSpreadLeast { get; init; } = 0.08;

    /// <summary>How much surer knowledge of the pace fades within an hour.</summary>
    [Within(0, 5)]
    public double PaceDriftPerHour { get; init; } = 0.10;

    /// <summary>How far the work of a batch may be from its estimate, relative; fades as it gets done.</summary>
    [Within(0, 5)]
    public double WorkSpread { get; init; } = 0.15;

    /// <summary>How far work that is yet to come and goes first may be from what came lately, relative.</summary>
    [Within(0, 5)]
    public double InflowSpread { get; init; } = 0.7;

    /// <summary>How far the interactive load of an hour may be from the same hour of the day before, relative.</summary>
    [Within(0, 5)]
    public double HistorySpread { get; init; } = 0.25;

    /// <summary>How far it may be from the present one, where no day before is known.</summary>
    [Within(0, 5)]
    public double PresentSpread { get; init; } = 0.5;

    /// <summary>An error of the forecast lasts about this long.</summary>
    public TimeSpan ErrorLasts { get; init; } = TimeSpan.FromHours(2);
}
