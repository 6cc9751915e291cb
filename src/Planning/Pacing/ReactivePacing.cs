using System.Globalization;

namespace SageServe.Planning;

/// <summary>
/// The paper's production baseline: KV utilisation above 70 % starts one, below 30 % stops one, then a cool-down. It reads KV
/// utilisation alone, as the paper does, and looks at no forecast.
/// </summary>
internal sealed class ReactivePacing(PlanningOptions options) : IPacingPolicy
{
    public const string PolicyName = "reactive";

    public string Name => PolicyName;

    public bool NeedsPlan => false;

    public PaceProposal Propose(PaceFacts facts)
    {
        if (facts.Pool.KvUtilization is not { } kv)
        {
            return new PaceProposal(facts.Current, "load-unknown", "The KV utilisation is unknown, so the pool stays as it is.");
        }

        var text = string.Create(CultureInfo.InvariantCulture, $"KV utilisation is {kv.Value:P0}");
        return kv.Value > options.ScaleOutAbove ? new PaceProposal(facts.Current + 1, "kv-high", $"{text}, above {options.ScaleOutAbove:P0}.")
            : kv.Value < options.ScaleInBelow ? new PaceProposal(facts.Current - 1, "kv-low", $"{text}, below {options.ScaleInBelow:P0}.")
            : new PaceProposal(facts.Current, "kv-within", $"{text}, within the band.");
    }
}
