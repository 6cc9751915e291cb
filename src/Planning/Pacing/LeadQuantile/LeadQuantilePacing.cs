using System.Globalization;

namespace SageServe.Planning;

/// <summary>
/// Holds, for each moment one cold start ahead, the quantile of demand that an idle replica and a missed target are worth; stops what no
/// quantile needs until a replica could be had again and its cold start were paid for. What is measured overrules what is expected: a surge
/// starts at once. Without demand to expect from it follows the load. docs/operating/lead-quantile.md has the reasoning.
/// </summary>
internal sealed class LeadQuantilePacing(ServingCatalog catalog, PlanningOptions options, PacingMemory pools) : IPacingPolicy
{
    private readonly LeadQuantileOptions _own = options.LeadQuantile;
    private readonly LeadNeeds _needs = new(catalog, options, pools);

    public PolicyNeeds Needs => PolicyNeeds.OwnFallback | (_own.UseForecast ? PolicyNeeds.Plan : PolicyNeeds.None);

    public PaceProposal Propose(PaceFacts facts)
    {
        var need = _needs.Of(facts);
        return need is null ? Track(facts) : Follow(facts, need) with { Expected = need.Expected };
    }

    private PaceProposal Follow(PaceFacts facts, LeadNeed need)
    {
        var current = facts.Current;
        var surge = Surge(facts, need);
        if (surge > Math.Max(current, need.AtLead))
        {
            return new PaceProposal(surge, "surge", Say($"Load is {need.Load:P0}, above {_own.SurgeAbove:P0}: {surge} replicas carry what of it has lasted so far, whatever was expected."));
        }

        var up = Math.Max(need.AtLead, surge);
        if (current < up)
        {
            return new PaceProposal(up, "lead-short", Say($"A replica started now serves in {need.Lead.TotalMinutes:0.#} min; the {need.Quantile:P1} quantile of demand then needs {up}. {need.Basis}"));
        }

        if (need.Deadlines > current)
        {
            return new PaceProposal(need.Deadlines, "deadline", Say($"Patient work needs {need.PatientDue:0.0} replicas until its deadlines and interactive work leaves less: {need.Deadlines} in all."));
        }

        if (need.IsLearning)
        {
            return new PaceProposal(current, "lead-learning", Say($"Demand is known for less than {_own.LevelWindow.TotalMinutes:0.#} min, so nothing stops yet. {need.Basis}"));
        }

        var floor = pools.Surges(facts.Spec.Id).Floor(facts.Now, current, Math.Max(need.ToKeep, need.Deadlines), need.ColdStart);
        return current > floor
            ? new PaceProposal(floor, "lead-spare", Say($"Nothing needs more than {floor} for the next {need.Keep.TotalMinutes:0.#} min: a stopped replica could be had again, and its cold start would have been paid for, before that. {need.Basis}"))
            : new PaceProposal(current, "lead-within", Say($"A start would serve when {need.AtLead} are needed; {need.ToKeep} are kept for. {need.Basis}"));
    }

    /// <summary>Replicas that what is measured wants; 0 while it is no surge. Those on their way count as there, so that they are not asked for twice.</summary>
    private int Surge(PaceFacts facts, LeadNeed need) =>
        _own.UseSurge && pools.Surges(facts.Spec.Id).Look(facts.Now, need.Load > _own.SurgeAbove) ? need.Lasting : 0;

    /// <summary>Reactive pacing: there is nothing to expect from. It stops only what nobody has asked anything of, because demand that is merely not told may be there.</summary>
    private PaceProposal Track(PaceFacts facts)
    {
        var isUnasked = IsUnasked(facts);
        if (facts.Load is not { } load)
        {
            return new PaceProposal(facts.Current, "load-unknown", "Neither demand nor load is known, so the pool stays as it is.");
        }

        return load > options.ScaleOutAbove ? new PaceProposal(facts.Current + 1, "track-high", Say($"No demand is known to expect from; load is {load:P0}, above {options.ScaleOutAbove:P0}."))
            : load < options.ScaleInBelow && isUnasked ? new PaceProposal(facts.Current - 1, "track-low", Say($"Nobody has asked anything of it for {_own.LevelWindow.TotalMinutes:0.#} min; load is {load:P0}, below {options.ScaleInBelow:P0}."))
            : new PaceProposal(facts.Current, "track-within", Say($"No demand is known to expect from; load is {load:P0}, {(load < options.ScaleInBelow ? "and what is not told stops nothing" : "within the band")}."));
    }

    /// <summary>True where demand of others is told, none of this deployment has ever been, and that has been watched for the level's window.</summary>
    private bool IsUnasked(PaceFacts facts)
    {
        var watched = pools.Watched(facts.Spec.Id, facts.Now);
        return watched >= _own.LevelWindow && facts.Round is { History: { End: { } end } history } && _needs.IsFresh(end, facts.Now)
            && !history.Series.Any(s => s.Key.Model == facts.Spec.Id.Model && s.Key.Origin == facts.Spec.Id.Region);
    }

    private static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
