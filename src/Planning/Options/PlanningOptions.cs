namespace SageServe.Planning;

/// <summary>How capacity is planned. All times are envelope times.</summary>
public sealed record PlanningOptions
{
    /// <summary>What moves replicas; a simulation also knows <c>perfect-mean</c> and <c>clairvoyant</c>, bounds that know the demand to come.</summary>
    [OneOf(typeof(PlanningStrategies), nameof(PlanningStrategies.Live))]
    public string Strategy { get; init; } = PlanningStrategies.LtUa;

    /// <summary>
    /// True: the long-term strategies follow the paper to the letter. Signal KV utilisation, forecaster ARIMA(3,1,2) on plain demand bins,
    /// window up to the next plan only, no margin for risk or swing, and none of this product's additions (<see cref="ForecastDue"/>,
    /// <see cref="CapBreakAbove"/>, <see cref="SettleBelow"/>). What those options say does not count then.
    /// All headroom is then in <see cref="TargetUse"/>. At 1 replicas are planned full, which comes nearest to the throughputs that the
    /// reference plans with (<c>bench paper</c> runs so); a live fleet needs less, or it has no room between two plans.
    /// </summary>
    public bool PaperExact { get; init; }

    /// <summary>What the long-term strategies compare with their thresholds: <c>load</c> (the larger of KV utilisation and busy share) or <c>kv</c> (the paper's).</summary>
    [OneOf(typeof(PacingSignals), nameof(PacingSignals.Names))]
    public string Signal { get; init; } = PacingSignals.Load;

    /// <summary>Load is a mean over this long. Where the envelope clock runs fast, at least a minute of request time should fit: one long prompt is no load.</summary>
    public TimeSpan LoadWindow { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary><c>ensemble</c> (all methods, weighted by how well each did lately, series by series), <c>best</c> (the one that did best) or the name of one.</summary>
    [OneOf(typeof(Forecasters), nameof(Forecasters.Names))]
    public string Forecaster { get; init; } = Forecasters.Ensemble;

    /// <summary>Each series' methods study this often (order, transformation, full likelihood), in turns, and at once where the load changed its ways; zero: never.</summary>
    public TimeSpan StudyEvery { get; init; } = TimeSpan.FromDays(1);

    /// <summary>Between plan ticks.</summary>
    public TimeSpan PlanInterval { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Between pace ticks.</summary>
    public TimeSpan PaceInterval { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Length of a demand bin.</summary>
    public TimeSpan DemandBin { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>The planning window starts this long after the plan tick: replicas started now serve then (paper: 20 minutes).</summary>
    public TimeSpan WindowStart { get; init; } = TimeSpan.FromMinutes(20);

    /// <summary>Bins are averaged over this long (in whole bins) before they are forecast; the peak that capacity is planned for is the peak of such steps.</summary>
    public TimeSpan ForecastStep { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Demand kept per series.</summary>
    public TimeSpan History { get; init; } = TimeSpan.FromDays(15);

    /// <summary>True: the window ends when the next plan's starts serve, so that windows meet; false: at the next plan (the paper's).</summary>
    public bool WindowMeetsNext { get; init; } = true;

    /// <summary>Capacity is planned for the median plus this share of the way up to the 95 % quantile of the forecast; 0 is the paper's.</summary>
    [Within(0, 1)]
    public double RiskShare { get; init; } = 0.25;

    /// <summary>
    /// What interactive capacity is planned for: <c>steps</c> (the largest forecast step of the window, with <see cref="RiskShare"/>) or
    /// <c>peak-minute</c> (the largest minute of the window that begins when a replica started now serves, at <see cref="FastQuantile"/> and
    /// <see cref="NormalQuantile"/>; the swing within a minute is then in those, so that <see cref="SwingMargin"/> wants to be lower).
    /// </summary>
    [OneOf(typeof(PlanBases), nameof(PlanBases.Interactive))]
    public string PlanFor { get; init; } = PlanBases.Steps;

    /// <summary>PlanFor <c>peak-minute</c>: quantile of the peak minute of fast requests alone that must be carried.</summary>
    [Within(0, 1)]
    public double FastQuantile { get; init; } = 0.97;

    /// <summary>PlanFor <c>peak-minute</c>: the same of all interactive requests together; lower, because normal ones can wait a minute.</summary>
    [Within(0, 1)]
    public double NormalQuantile { get; init; } = 0.86;

    /// <summary>
    /// How patient work is planned for: <c>share</c> (the paper's: <see cref="PatientShare"/> of what came) or <c>deadline</c> (that, and no less
    /// than what the deadlines of the backlog ask for over the planning window in what interactive work leaves; pools for patient work alone
    /// for the deadlines only). Where no backlog is told, as <c>share</c>.
    /// </summary>
    [OneOf(typeof(PlanBases), nameof(PlanBases.Patient))]
    public string PatientBy { get; init; } = PlanBases.Deadline;

    /// <summary>Starts of a pool that must have been seen before the 90 % quantile of what they took to serve counts in place of the catalog's cold start; 0: the catalog's always counts.</summary>
    [Within(0, PoolStarts.TimesMost)]
    public int ReadySamples { get; init; } = 5;

    /// <summary>Output tokens per prompt token before any demand was seen (Azure 2023, chat: about 0.2).</summary>
    [Within(0, 1e6, BelowHigh = true)]
    public double OutputPerPromptDefault { get; init; } = 0.2;

    /// <summary>A net new machine of a region costs its price for this long: the paper's alpha (a redeployment takes about 10 minutes).</summary>
    public TimeSpan AcquisitionTime { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Share of its own peak that each region must be able to serve itself (the paper's epsilon).</summary>
    [Within(0, 1)]
    public double LocalShare { get; init; } = 0.8;

    /// <summary>
    /// Planned use of a replica's rated throughput; the rest is for ratings and mixes that are off (the paper's released code plans at 0.5).
    /// 0.75 because the room for chance is reckoned apart, as <see cref="SwingMargin"/>; with that at 0, plan at 0.6.
    /// </summary>
    [Within(0, 1, AboveLow = true)]
    public double TargetUse { get; init; } = 0.75;

    /// <summary>
    /// Room for the swing of the number of requests in service, in standard deviations of a Poisson count (square-root staffing); 0 is the
    /// paper's. It tells a model of which a replica holds nine requests from one of which it holds a hundred; <see cref="TargetUse"/> does not.
    /// 2 because a count stays within two deviations 39 times in 40; where sizes have a long tail, more buys attainment.
    /// </summary>
    [Within(0)]
    public double SwingMargin { get; init; } = 2;

    /// <summary>Share of the patient work of the past hour that is added to demand, as room for what comes (paper: beta = 10 %).</summary>
    [Within(0, 1)]
    public double PatientShare { get; init; } = 0.10;

    /// <summary>Pacing scales out above this utilisation. Each strategy says which signal it reads.</summary>
    [Within(0, 1)]
    public double ScaleOutAbove { get; init; } = 0.70;

    /// <summary>Pacing scales in below this utilisation.</summary>
    [Within(0, 1)]
    public double ScaleInBelow { get; init; } = 0.30;

    /// <summary>LT-UA, ours: replicas that the forecast needs within a cold start begin at once, up to the cap.</summary>
    public bool ForecastDue { get; init; } = true;

    /// <summary>LT-UA, ours: a load that stayed above this for all of <see cref="CapBreakAfter"/> passes the cap (the released code does at once); 1 turns it off. Pressure does not count: one long prompt fills it.</summary>
    [Within(0, 1)]
    public double CapBreakAbove { get; init; } = 0.90;

    /// <summary>How long a load must stay near full before the cap is passed.</summary>
    public TimeSpan CapBreakAfter { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>LT-UA, ours: a replica above what the rest of the plan is expected to need (not its peak) stops when the others then carry less than this load; 0 turns it off.</summary>
    [Within(0, 1)]
    public double SettleBelow { get; init; } = 0.55;

    /// <summary>LT-UA: this long before the end of the interval, at most a third of it, the cap may be passed.</summary>
    public TimeSpan OverrideWindow { get; init; } = TimeSpan.FromMinutes(20);

    /// <summary>LT-UA: observed over forecast at which the cap may be passed upward.</summary>
    public double OverrideHigh { get; init; } = 5;

    /// <summary>LT-UA: observed over forecast at which the floor may be passed downward.</summary>
    public double OverrideLow { get; init; } = 0.5;

    /// <summary>Between two moves of the same pool.</summary>
    public TimeSpan CoolDown { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Replicas of one pool that one tick may start or stop.</summary>
    [Within(1)]
    public int MaxStep { get; init; } = 4;

    /// <summary>
    /// In a region without room a start takes over the GPUs of replicas that another pool gives up at the same tick (one action, <c>SwapModel</c>),
    /// and does not wait for the tick that sees them gone. Published baselines and <see cref="PaperExact"/> run without.
    /// </summary>
    public bool Swaps { get; init; } = true;

    /// <summary>Facts older than this freeze scale-in.</summary>
    public TimeSpan StaleAfter { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Longest solve in seconds, inside the solver.</summary>
    [Within(0, 600, AboveLow = true)]
    public double SolveSeconds { get; init; } = 5;

    /// <summary>Relative gap at which the solver may stop.</summary>
    [Within(0, 1, BelowHigh = true)]
    public double SolveGap { get; init; } = 0.001;

    /// <summary>What holds moves back, whoever wishes them.</summary>
    public GuardrailOptions Guards { get; init; } = new();

    /// <summary>What the integer program keeps to.</summary>
    public ProgramOptions Program { get; init; } = new();

    public ReactiveOptions Reactive { get; init; } = new();

    public TunedOptions Tuned { get; init; } = new();

    public ChironOptions Chiron { get; init; } = new();

    public LeadQuantileOptions LeadQuantile { get; init; } = new();

    /// <summary>Planned use of a replica under <c>clairvoyant</c>, which needs no headroom for what it does not know; queueing within a bin is left.</summary>
    [Within(0, 1, AboveLow = true)]
    public double ClairvoyantUse { get; init; } = 0.85;
}
