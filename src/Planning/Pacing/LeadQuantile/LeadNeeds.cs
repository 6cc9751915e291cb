using System.Globalization;

namespace SageServe.Planning;

/// <summary>Outlooks on demand to replicas of a pool: tiers nested as they take precedence, the pool's share of its deployment, patient work by its deadlines.</summary>
internal sealed class LeadNeeds(ServingCatalog catalog, PlanningOptions options, PacingMemory pools)
{
    /// <summary>Bins that may be missing before demand counts as unknown.</summary>
    private const int LateBins = 3;

    private static readonly TierSet Fast = TierSet.Of([ServiceTier.InteractiveFast]);
    private readonly LeadQuantileOptions _own = options.LeadQuantile;
    private readonly RatedThroughput _rated = new(catalog, options, pools.Mixes);
    private readonly LeadTimes _leads = new(catalog, options, pools.Ready);

    /// <summary>Null while demand is unknown.</summary>
    public LeadNeed? Of(PaceFacts facts)
    {
        if (facts.Round is not { } round || round.History.End is not { } end || !IsFresh(end, facts.Now))
        {
            return null;
        }

        var coldStart = _leads.Of(facts.Spec.Id);
        var lead = _own.UseColdStart ? coldStart + _own.Interval : _own.Interval;
        var keep = _own.UseColdStart ? lead + coldStart * _own.KeepColdStarts : lead;
        var own = TierSet.Of(facts.Spec);
        var nested = Nested(own).Select(n => (n.Tiers, n.Quantile, Outlook: Outlook(facts, round, n, own, lead, keep))).ToList();
        if (nested.Count == 0 || nested[^1].Outlook.Level is null)
        {
            return null;
        }

        var rate = _rated.Of(facts.Spec, round.History, round.Now);
        var share = PoolShare.Of(facts, _rated, round);
        var all = nested[^1].Outlook;
        var deciding = nested.MaxBy(n => n.Outlook.AtLead);
        var due = _own.UseBacklog && own.HasInteractive ? PatientDue.Of(facts, catalog) / _own.DeadlineShare : 0;
        return new LeadNeed
        {
            AtLead = nested.Max(n => Replicas(n.Outlook.AtLead * share, rate)),
            ToKeep = nested.Max(n => Replicas(n.Outlook.ToKeep * share, rate)),
            Deadlines = due > 0 ? (int)Math.Ceiling((all.Expected / rate.PromptTokensPerSecond + due) * share / _own.DeadlineUse - 1e-9) : 0,
            PatientDue = due,
            Load = Math.Max(facts.Kv ?? 0, facts.Pool.Ready > 0 ? all.Newest * share / (facts.Pool.Ready * rate.PromptTokensPerSecond) : 0),
            Lasting = Replicas(all.Lasting * share, rate),
            IsLearning = all.IsLearning,
            Quantile = deciding.Quantile,
            ColdStart = coldStart,
            Lead = lead,
            Keep = keep,
            Expected = new MoveExpectation
            {
                Tiers = deciding.Tiers,
                Demand = deciding.Outlook.Expected,
                Held = deciding.Outlook.AtLead,
                Kept = deciding.Outlook.ToKeep,
                Quantile = deciding.Quantile,
                Replicas = Replicas(all.Expected * share, rate),
                Share = share,
                PerReplica = PerReplica(deciding.Outlook.AtLead * share, rate),
                Until = keep,
            },
            Basis = string.Create(CultureInfo.InvariantCulture, $"Demand is {all.Level:0} prompt tokens/s, {all.Expected:0} expected {(all.FollowsForecast ? "with the forecast's course" : "by its level")}, {deciding.Outlook.AtLead:0} held for."),
        };
    }

    /// <summary>False when demand ends so long ago that it counts as unknown.</summary>
    public bool IsFresh(Instant end, Instant now) => now - end <= options.DemandBin * LateBins + options.StaleAfter;

    /// <summary>
    /// Fast requests go first, so that what all together may lack falls on the normal ones: fast alone is held for at its quantile, all
    /// together at theirs. Where only patient work is served, all of it counts, in its middle.
    /// </summary>
    private IEnumerable<(TierSet Tiers, double Quantile)> Nested(TierSet own)
    {
        var fast = At(_own.FastMissCost);
        var all = own.And(TierSet.Interactive);
        return !own.HasInteractive ? [(own, 0.5)]
            : !_own.UseTiers || all == own.And(Fast) ? [(all, fast)]
            : own.Overlaps(Fast) ? [(own.And(Fast), fast), (all, At(_own.NormalMissCost))]
            : [(all, At(_own.NormalMissCost))];

        double At(double missCost) => _own.UseQuantile ? missCost / (missCost + 1) : 0.5;
    }

    private DemandOutlook Outlook(PaceFacts facts, PaceRound round, (TierSet Tiers, double Quantile) held, TierSet own, TimeSpan lead, TimeSpan keep)
    {
        var pool = facts.Spec.Id;
        var outlook = pools.Outlook(pool, held.Tiers, new OutlookTerms(
            held.Quantile, Bins(_own.LevelWindow), Bins(lead) + 1, Bins(keep) + 1, Math.Clamp(Bins(_own.ErrorMemory), 30, 10_000)));
        outlook.Follow(round.History, at => _own.UseForecast ? round.Plan?.Course(pool.Model, pool.Region, own, at) : null);
        return outlook;
    }

    private int Replicas(double demand, ReplicaThroughput rate) => (int)Math.Ceiling(
        (demand + _own.SwingMargin * Math.Sqrt(demand * rate.PerSequence)) / (rate.PromptTokensPerSecond * _own.PlannedUse) - 1e-9);

    /// <summary>Prompt tokens per second that each replica is planned with at this demand.</summary>
    private double PerReplica(double demand, ReplicaThroughput rate) =>
        rate.PromptTokensPerSecond * _own.PlannedUse / (demand > 0 ? 1 + _own.SwingMargin * Math.Sqrt(rate.PerSequence / demand) : 1);

    private int Bins(TimeSpan time) => (int)Math.Clamp((time.Ticks + options.DemandBin.Ticks - 1) / options.DemandBin.Ticks, 1, 100_000);
}
