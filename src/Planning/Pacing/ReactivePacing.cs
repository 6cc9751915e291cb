using System.Globalization;

namespace SageServe.Planning;

/// <summary>
/// The paper's production baseline: utilisation above 70 % starts one, below 30 % stops one, then a cool-down of 15 s; no forecast.
/// As <c>reactive</c> it reads KV utilisation alone, as the paper does. Where compute binds before memory, that never moves, so
/// <c>reactive-pressure</c> applies the same rule to the larger of KV utilisation and pressure: the fairer baseline there.
/// </summary>
internal sealed class ReactivePacing(PlanningOptions options, bool onPressure) : IPacingPolicy
{
    public PolicyNeeds Needs => PolicyNeeds.None;

    public PaceProposal Propose(PaceFacts facts)
    {
        if ((onPressure ? facts.Pressed : facts.Kv) is not { } load)
        {
            return new PaceProposal(facts.Current, "load-unknown", "The utilisation is unknown, so the pool stays as it is.");
        }

        var (code, signal) = onPressure ? ("load", "Load") : ("kv", "KV utilisation");
        var text = string.Create(CultureInfo.InvariantCulture, $"{signal} is {load:P0}");
        return load > options.ScaleOutAbove ? new PaceProposal(facts.Current + 1, $"{code}-high", $"{text}, above {options.ScaleOutAbove:P0}.")
            : load < options.ScaleInBelow ? new PaceProposal(facts.Current - 1, $"{code}-low", $"{text}, below {options.ScaleInBelow:P0}.")
            : new PaceProposal(facts.Current, $"{code}-within", $"{text}, within the band.");
    }
}
