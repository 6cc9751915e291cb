namespace SageServe.Routing;

/// <summary>
/// How many deferred requests may go now, by the paper's rule (section 5): KV utilisation below 0.60 releases one grain, below 0.50
/// two, else none; a late item (deadline promotion) goes regardless. Pressure of 1 stops all but late ones. Pure and O(1).
/// </summary>
public static class ReleasePolicy
{
    public static ReleaseDecision Decide(in ReleaseFacts facts, ReleaseOptions options)
    {
        var grain = options.Grain * Math.Max(1, facts.ReadyReplicas);
        if (DeadlinePromotion.IsDue(facts, options))
        {
            return new ReleaseDecision(Capped(grain, facts), true, ReasonCode.DeadlinePromotion);
        }

        if (facts.ReadyReplicas == 0)
        {
            return new ReleaseDecision(0, false, ReasonCode.NoReadyReplica);
        }

        if (facts.Pressure.Value >= 1)
        {
            return new ReleaseDecision(0, false, ReasonCode.NoRoom);
        }

        return facts.KvUtilization.Value < options.LowUtilization ? new ReleaseDecision(Capped(2 * grain, facts), false, ReasonCode.UtilizationBelowLow)
            : facts.KvUtilization.Value < options.HighUtilization ? new ReleaseDecision(Capped(grain, facts), false, ReasonCode.UtilizationBelowHigh)
            : new ReleaseDecision(0, false, ReasonCode.UtilizationAboveHigh);
    }

    private static int Capped(int count, in ReleaseFacts facts) => (int)Math.Min(Math.Min(count, FlowLimits.MaxOffered), facts.Waiting);
}
