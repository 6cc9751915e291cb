using System.Globalization;

namespace SageServe.Planning;

/// <summary>
/// LT-UA (SAGESERVE section 9, the paper's column): the plan's target is a cap that is approached as load comes. A replica starts
/// when load passes ScaleOutAbove, one stops when it falls under ScaleInBelow, and in the last OverrideWindow of the interval
/// demand far off its forecast may pass the cap either way.
/// Two things the paper leaves open are settled here. Replicas take a cold start to serve, so those that the forecast needs within
/// one cold start begin at once, up to the target ("forecast-due"): the target is still the cap. And a load near full passes the
/// cap at any minute ("cap-break", the rule of the paper's released code), one replica at a time: the next only when it serves.
/// The signal is the larger of KV utilisation and pressure, averaged over the last readings: models with small KV caches are
/// bound by compute, which KV utilisation never shows.
/// </summary>
internal sealed class ForecastAwarePacing(PlanningOptions options) : IPacingPolicy
{
    public const string PolicyName = "lt-ua";

    public string Name => PolicyName;

    public bool NeedsPlan => true;

    public PaceProposal Propose(PaceFacts facts) =>
        facts.Target is { } target ? Follow(facts, target) : WithoutPlan(facts);

    private PaceProposal Follow(PaceFacts facts, PaceTarget target)
    {
        var current = facts.Current;

        // A forecast that demand has disproved starts nothing; else the override's stop would be undone at the next tick.
        var due = IsDisproved(facts) ? 0 : Math.Min(target.Replicas, target.DueNow);
        if (current < due)
        {
            return new PaceProposal(due, "forecast-due", $"The forecast needs {due} replicas within a cold start; the plan's cap is {target.Replicas}.");
        }

        if (facts.Load is not { } load)
        {
            return new PaceProposal(current, "load-unknown", "The load is unknown, so the pool stays as it is.");
        }

        return load > options.ScaleOutAbove ? Out(facts, target, load)
            : load < options.ScaleInBelow ? In(facts, target, load)
            : new PaceProposal(current, "load-within", Say(load, "is within the band") + ".");
    }

    private PaceProposal Out(PaceFacts facts, PaceTarget target, double load)
    {
        var next = facts.Current + 1;
        if (facts.Current < target.Replicas)
        {
            return new PaceProposal(next, "load-high", $"{Say(load, "is high")}; the plan's cap is {target.Replicas}.");
        }

        if (facts.IsNearNextPlan && facts.ObservedOverForecast >= options.OverrideHigh)
        {
            return new PaceProposal(next, "override-high", $"{Say(load, "is high")}; demand is {Ratio(facts)} times its forecast, so the cap of {target.Replicas} is passed.");
        }

        return load > options.CapBreakAbove && facts.Pool.Starting == 0
            ? new PaceProposal(next, "cap-break", $"{Say(load, "is near full")}, so the cap of {target.Replicas} is passed.")
            : new PaceProposal(facts.Current, "at-cap", $"{Say(load, "is high")}, and the pool stands at its cap of {target.Replicas}.");
    }

    private PaceProposal In(PaceFacts facts, PaceTarget target, double load)
    {
        var floor = Math.Max(target.Replicas, target.DueNow);
        if (facts.Current > floor)
        {
            var next = Math.Max(floor, LeastThatCarries(facts.Current, load));
            return new PaceProposal(next, "load-low", $"{Say(load, "is low")}; the plan wants {target.Replicas}, the forecast of the coming minutes {target.DueNow}.");
        }

        return IsDisproved(facts)
            ? new PaceProposal(facts.Current - 1, "override-low", $"{Say(load, "is low")}; demand is {Ratio(facts)} times its forecast, so the floor of {floor} is passed.")
            : new PaceProposal(facts.Current, "at-target", $"{Say(load, "is low")}, and the pool stands at {facts.Current} of the plan's {target.Replicas}.");
    }

    private bool IsDisproved(PaceFacts facts) => facts.IsNearNextPlan && facts.ObservedOverForecast <= options.OverrideLow;

    /// <summary>Without a valid plan load may still start replicas; nothing stops, because nothing says what is coming.</summary>
    private PaceProposal WithoutPlan(PaceFacts facts) =>
        facts.Load > options.ScaleOutAbove
            ? new PaceProposal(facts.Current + 1, "load-high-no-plan", $"{Say(facts.Load.Value, "is high")}, and no valid plan covers the pool.")
            : new PaceProposal(facts.Current, "no-plan", "No valid plan covers the pool, so it stays as it is.");

    /// <summary>Replicas that would carry this load in the middle of the band: several may stop at once when all are nearly idle.</summary>
    private int LeastThatCarries(int current, double load) =>
        Math.Min(current - 1, (int)Math.Ceiling(current * load / ((options.ScaleInBelow + options.ScaleOutAbove) / 2)));

    private static string Say(double load, string what) => string.Create(CultureInfo.InvariantCulture, $"Load of {load:P0} {what}");

    private static string Ratio(PaceFacts facts) => string.Create(CultureInfo.InvariantCulture, $"{facts.ObservedOverForecast:0.##}");
}
