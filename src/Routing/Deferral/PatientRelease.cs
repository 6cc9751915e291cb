namespace SageServe.Routing;

/// <summary>
/// Which patient work of a lane may go now, by the configured rule. Pure: the facts carry the time, and the same sequence of facts gives the
/// same grants. It remembers between decisions (fairness, back-off), so there is one for each lane, told by one caller at a time.
/// O(groups log groups) a decision; allocates nothing once it has seen as many groups.
/// </summary>
public sealed class PatientRelease
{
    private ReleaseOptions _options;
    private IReleaseRule _rule;

    /// <exception cref="ArgumentException">The options name no rule.</exception>
    public PatientRelease(ReleaseOptions options)
    {
        _options = options;
        _rule = ReleaseRules.Make(options);
    }

    /// <summary>False where the rule never looks at the room to come, so that nobody need reckon it.</summary>
    public bool UsesHeadroom => _options.Rule == ReleaseRules.Valley;

    /// <summary>New options from here on. What the rule remembers is kept unless another rule is named.</summary>
    /// <exception cref="ArgumentException">The options name no rule; nothing changed.</exception>
    public void Change(ReleaseOptions options)
    {
        if (options == _options)
        {
            return;
        }

        if (options.Rule == _options.Rule)
        {
            _rule.Change(options);
        }
        else
        {
            _rule = ReleaseRules.Make(options);
        }

        _options = options;
    }

    /// <param name="facts">The lane now.</param>
    /// <param name="grants">Emptied, then filled: at most one grant for a group, and no more items in all than the facts have room for.</param>
    public ReleaseDecision Decide(in ReleaseFacts facts, List<ReleaseGrant> grants)
    {
        grants.Clear();
        return _rule.Decide(facts, grants);
    }

    /// <summary>When the deeper valley begins that all work of the lane waits for (rule <c>valley</c>); null while it is released as room allows.</summary>
    /// <param name="facts">The lane; of its load nothing is looked at.</param>
    /// <param name="options">As the lane's pump has them.</param>
    public static Instant? WaitsUntil(in ReleaseFacts facts, ReleaseOptions options)
    {
        if (options.Rule != ReleaseRules.Valley || facts.Headroom is not { } headroom)
        {
            return null;
        }

        var order = new DeadlineOrder();
        order.Sort(facts.Groups);
        return order.Count > 0 && WorkAhead.CanWait(facts, order, options) ? headroom.DeeperFrom(facts.Now) : null;
    }
}
