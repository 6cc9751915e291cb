namespace SageServe.Routing;

/// <summary>
/// The paper's rule (SAGESERVE section 5): KV utilisation below 0.60 releases one grain, below 0.50 two, else none; late work (deadline
/// promotion) goes regardless. Pressure of 1 stops all but late work. Groups in order of their deadlines; it remembers nothing.
/// </summary>
internal sealed class PaperRule(ReleaseOptions options) : IReleaseRule
{
    private readonly DeadlineOrder _order = new();
    private ReleaseOptions _options = options;

    public void Change(ReleaseOptions options) => _options = options;

    public ReleaseDecision Decide(in ReleaseFacts facts, List<ReleaseGrant> grants)
    {
        _order.Sort(facts.Groups);
        var decision = HowMany(facts);
        var left = Math.Min(decision.Count, facts.Room);
        for (var n = 0; n < _order.Count && left > 0; n++)
        {
            var group = facts.Groups[_order[n]];
            var count = (int)Math.Min(left, group.Waiting);
            grants.Add(new ReleaseGrant(group.Id, count, decision.Urgent, decision.Reason));
            left -= count;
        }

        var granted = Math.Max(0, Math.Min(decision.Count, facts.Room)) - Math.Max(0, left);
        return decision with { Count = granted, Urgent = decision.Urgent && granted > 0 };
    }

    private ReleaseDecision HowMany(in ReleaseFacts facts)
    {
        var grain = _options.Grain * Math.Max(1, facts.ReadyReplicas);
        if (facts.AnyReady && _order.Count > 0 && DeadlinePromotion.IsDue(facts.Groups[_order[0]], facts.Now, _options))
        {
            return new ReleaseDecision(Capped(grain), true, ReasonCode.DeadlinePromotion);
        }

        if (facts.ReadyReplicas == 0)
        {
            return new ReleaseDecision(0, false, ReasonCode.NoReadyReplica);
        }

        if (facts.Pressure.Value >= 1)
        {
            return new ReleaseDecision(0, false, ReasonCode.NoRoom);
        }

        return facts.KvUtilization.Value < _options.LowUtilization ? new ReleaseDecision(Capped(2 * grain), false, ReasonCode.UtilizationBelowLow)
            : facts.KvUtilization.Value < _options.HighUtilization ? new ReleaseDecision(Capped(grain), false, ReasonCode.UtilizationBelowHigh)
            : new ReleaseDecision(0, false, ReasonCode.UtilizationAboveHigh);
    }

    private static int Capped(int count) => Math.Min(count, FlowLimits.MaxOffered);
}
