using System.Globalization;

namespace SageServe.Planning;

/// <summary>
/// LT-U and LT-UA (SAGESERVE section 9, the paper's column): the plan's target is a cap that is approached as load comes. A replica
/// starts when load passes ScaleOutAbove and stops when it falls under ScaleInBelow; LT-UA passes the cap either way in the last
/// OverrideWindow of the interval where demand is far off its forecast.
/// Additions of ours, in LT-UA only and each an option: replicas that the forecast needs within a cold start begin at once up to the
/// target (<see cref="PlanningOptions.ForecastDue"/>; the paper does not say when a cold start begins); a load that stayed near full
/// passes the cap at any minute, one replica at a time (<see cref="PlanningOptions.CapBreakAbove"/>, after the released code); what
/// the rest of the plan does not want settles before load is as low as ScaleInBelow (<see cref="PlanningOptions.SettleBelow"/>).
/// </summary>
internal sealed class CappedPacing(PlanningOptions options, bool overrides, bool additions, PolicyNeeds needs) : IPacingPolicy
{
    private readonly bool _onKv = options.Signal == PacingSignals.Kv;

    public PolicyNeeds Needs => needs;

    public PaceProposal Propose(PaceFacts facts) =>
        facts.Target is { } target ? Follow(facts, Due(facts, target)) : WithoutPlan(facts);

    /// <summary>What the pool must have now: nothing where that addition is off.</summary>
    private PaceTarget Due(PaceFacts facts, PaceTarget target) =>
        additions && options.ForecastDue ? target : target with { DueNow = Math.Min(facts.Current, target.Replicas) };

    private PaceProposal Follow(PaceFacts facts, PaceTarget target)
    {
        var current = facts.Current;

        // A forecast that demand has disproved starts nothing; else the override's stop would be undone at the next tick.
        var due = IsDisproved(facts) ? 0 : Math.Min(target.Replicas, target.DueNow);
        if (current < due)
        {
            return new PaceProposal(due, "forecast-due", $"The forecast needs {due} replicas within a cold start; the plan's cap is {target.Replicas}.");
        }

        if (Load(facts) is not { } load)
        {
            return new PaceProposal(current, "load-unknown", "The load is unknown, so the pool stays as it is.");
        }

        return load > options.ScaleOutAbove ? Out(facts, target, load)
            : load < options.ScaleInBelow ? In(facts, target, load)
            : Within(facts, target, load);
    }

    private PaceProposal Out(PaceFacts facts, PaceTarget target, double load)
    {
        var next = facts.Current + 1;
        if (facts.Current < target.Replicas)
        {
            return new PaceProposal(next, "load-high", $"{Say(load, "is high")}; the plan's cap is {target.Replicas}.");
        }

        if (overrides && facts.IsNearNextPlan && facts.ObservedOverForecast >= options.OverrideHigh)
        {
            return new PaceProposal(next, "override-high", $"{Say(load, "is high")}; demand is {Ratio(facts)} times its forecast, so the cap of {target.Replicas} is passed.");
        }

        return BreaksCap(facts)
            ? new PaceProposal(next, "cap-break", $"{Say(facts.Sustained!.Value, "or more")} for {options.CapBreakAfter.TotalMinutes:0.#} min, so the cap of {target.Replicas} is passed.")
            : new PaceProposal(facts.Current, "at-cap", $"{Say(load, "is high")}, and the pool stands at its cap of {target.Replicas}.");
    }

    private PaceProposal In(PaceFacts facts, PaceTarget target, double load)
    {
        var floor = Floor(target);
        if (facts.Current > floor)
        {
            var next = additions ? Math.Max(floor, LeastThatCarries(facts.Current, load)) : facts.Current - 1;
            return new PaceProposal(next, "load-low", $"{Say(load, "is low")}; the plan wants {target.Replicas}.");
        }

        return IsDisproved(facts)
            ? new PaceProposal(facts.Current - 1, "override-low", $"{Say(load, "is low")}; demand is {Ratio(facts)} times its forecast, so the floor of {floor} is passed.")
            : new PaceProposal(facts.Current, "at-target", $"{Say(load, "is low")}, and the pool stands at {facts.Current} of the plan's {target.Replicas}.");
    }

    private PaceProposal Within(PaceFacts facts, PaceTarget target, double load)
    {
        var after = load * facts.Current / Math.Max(1, facts.Current - 1);
        return additions && facts.Current > Floor(target) && after < options.SettleBelow
            ? new PaceProposal(facts.Current - 1, "settle", $"The plan wants {target.Replicas} and still expects to need {Floor(target)}; one fewer carries {Say(after, "each")}.")
            : new PaceProposal(facts.Current, "load-within", Say(load, "is within the band") + ".");
    }

    /// <summary>The paper's floor is the target; where replicas settle, it falls with what the plan still expects.</summary>
    private int Floor(PaceTarget target) => additions && options.SettleBelow > 0 ? Math.Max(target.Ahead, target.DueNow) : Math.Max(target.Replicas, target.DueNow);

    private double? Load(PaceFacts facts) => _onKv ? facts.Kv : facts.Load;

    /// <summary>The next one only when the last one serves.</summary>
    private bool BreaksCap(PaceFacts facts) => additions && facts.Sustained > options.CapBreakAbove && facts.Pool.Starting == 0;

    private bool IsDisproved(PaceFacts facts) => overrides && facts.IsNearNextPlan && facts.ObservedOverForecast <= options.OverrideLow;

    /// <summary>Without a valid plan load may still start replicas; nothing stops, because nothing says what is coming.</summary>
    private PaceProposal WithoutPlan(PaceFacts facts) =>
        Load(facts) is { } load && load > options.ScaleOutAbove
            ? new PaceProposal(facts.Current + 1, "load-high-no-plan", $"{Say(load, "is high")}, and no valid plan covers the pool.")
            : new PaceProposal(facts.Current, "no-plan", "No valid plan covers the pool, so it stays as it is.");

    /// <summary>Replicas that would carry this load in the middle of the band: several may stop at once when all are nearly idle.</summary>
    private int LeastThatCarries(int current, double load) =>
        Math.Min(current - 1, (int)Math.Ceiling(current * load / ((options.ScaleInBelow + options.ScaleOutAbove) / 2)));

    private static string Say(double load, string what) => string.Create(CultureInfo.InvariantCulture, $"Load of {load:P0} {what}");

    private static string Ratio(PaceFacts facts) => string.Create(CultureInfo.InvariantCulture, $"{facts.ObservedOverForecast:0.##}");
}
