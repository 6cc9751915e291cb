namespace SageServe.Planning;

/// <summary>
/// <c>lead-quantile</c>: what must serve one cold start from now begins now, at the quantile of demand that an idle replica and a missed
/// target are worth (docs/operating/lead-quantile.md). The switches named Use... take one part away, for the ablation.
/// </summary>
public sealed record LeadQuantileOptions
{
    /// <summary>Between two looks at a pool.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// What capacity for fast requests costs when it lacks, over what it costs when it idles. Capacity is held for the quantile c / (c + 1)
    /// of demand, the newsvendor's: 30 is the 97 % quantile of the minutes.
    /// </summary>
    [Within(0, 1e6, AboveLow = true)]
    public double FastMissCost { get; init; } = 30;

    /// <summary>The same of all interactive requests together: normal ones can wait a minute, so that less is held for them.</summary>
    [Within(0, 1e6, AboveLow = true)]
    public double NormalMissCost { get; init; } = 6;

    /// <summary>Share of a replica's rated throughput that is planned with at that quantile; the rest is for ratings and mixes that are off.</summary>
    [Within(0, 1.5, AboveLow = true)]
    public double PlannedUse { get; init; } = 0.8;

    /// <summary>Room for the swing of the requests in service within a bin, in standard deviations of a Poisson count (square-root staffing): the errors that are remembered tell the swing from bin to bin only. 1, because few replicas need more room for it than many.</summary>
    [Within(0, 10)]
    public double SwingMargin { get; init; } = 1;

    /// <summary>The present level of demand is a mean over this long. 15 minutes, because what swings faster than replicas start is better held for than followed.</summary>
    public TimeSpan LevelWindow { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>Errors of the own expectation are remembered this long; their quantiles are what is added.</summary>
    public TimeSpan ErrorMemory { get; init; } = TimeSpan.FromDays(1);

    /// <summary>
    /// A replica stops when nothing needs it for this many cold starts beyond the one that it would take to have it again. 1, because a
    /// stop that is regretted costs one cold start of a replica that does not serve.
    /// </summary>
    [Within(0, 100)]
    public double KeepColdStarts { get; init; } = 1;

    /// <summary>Load (KV utilisation, or the newest demand over what is ready) above which replicas start without waiting for any expectation.</summary>
    [Within(0, 10, AboveLow = true)]
    public double SurgeAbove { get; init; } = 1.2;

    /// <summary>Use of the replicas, all work counted, at which patient work whose deadline asks for it makes replicas start.</summary>
    [Within(0, 1, AboveLow = true)]
    public double DeadlineUse { get; init; } = 0.9;

    /// <summary>Patient work is planned to be done within this share of the time that is left to its deadlines: it is released with care, so that it gets less than what is idle.</summary>
    [Within(0, 1, AboveLow = true)]
    public double DeadlineShare { get; init; } = 0.5;

    /// <summary>False: the median in place of the quantiles.</summary>
    public bool UseQuantile { get; init; } = true;

    /// <summary>False: fast and normal requests alike are held for at the fast quantile.</summary>
    public bool UseTiers { get; init; } = true;

    /// <summary>False: what is needed now, not a cold start from now, and a stop whenever that is less.</summary>
    public bool UseColdStart { get; init; } = true;

    /// <summary>False: the level stays as it is; the plan's forecast tells no course.</summary>
    public bool UseForecast { get; init; } = true;

    /// <summary>False: nothing starts but by expectation.</summary>
    public bool UseSurge { get; init; } = true;

    /// <summary>False: patient work never makes a replica start.</summary>
    public bool UseBacklog { get; init; } = true;
}
