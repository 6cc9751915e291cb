using SageServe.Hosting;
using SageServe.Routing;

namespace SageServe.Gateway;

/// <summary>
/// Writes to the decision log what one lane's pump lets go, and why nothing when the reason changes: at most one record in
/// <see cref="Between"/>; what comes sooner is in the next one, so that nothing is missing from the sums.
/// </summary>
internal sealed class ReleaseLog(DecisionLog log, DeferredLane lane)
{
    /// <summary>Least time between two records of a lane.</summary>
    public static readonly TimeSpan Between = TimeSpan.FromMilliseconds(250);

    private readonly string _name = lane.ToString();
    private readonly Dictionary<(string Group, bool Urgent, ReasonCode Reason), int> _places = [];
    private readonly List<ReleaseGrant> _grants = [];
    private ReleaseRecord? _pending;
    private ReasonCode? _told;
    private Instant _wroteAt = Instant.Min;
    private long _sequence;
    private int _segment = 1;

    /// <param name="facts">What was decided from.</param>
    /// <param name="rule">That decided.</param>
    /// <param name="reason">Its word.</param>
    /// <param name="granted">What the store gave of it; counts above zero.</param>
    public void Take(in ReleaseFacts facts, string rule, ReasonCode reason, IEnumerable<ReleaseGrant> granted)
    {
        if (!log.Enabled)
        {
            return;
        }

        var (count, urgent) = (0L, 0L);
        foreach (var grant in granted)
        {
            count += grant.Count;
            urgent += grant.Urgent ? grant.Count : 0;
            Add(grant);
        }

        if (count > 0 || reason != (_pending?.Reason ?? _told))
        {
            _pending = ReleaseRecord.Of(facts, _name, rule, reason) with
            {
                Decisions = 1 + (_pending?.Decisions ?? 0),
                Count = count + (_pending?.Count ?? 0),
                Urgent = urgent + (_pending?.Urgent ?? 0),
            };
        }

        FlushDue(facts.Now);
    }

    /// <summary>Writes what has come together if the last record is long enough ago.</summary>
    public void FlushDue(Instant now)
    {
        if (_pending is not null && (_wroteAt == Instant.Min || now - _wroteAt >= Between))
        {
            Flush(now);
        }
    }

    /// <summary>Writes what has come together, whenever the last record was.</summary>
    public void Flush(Instant now)
    {
        if (_pending is not { } record || record is { Count: 0 } && record.Reason == _told)
        {
            _pending = null;
            return;
        }

        _wroteAt = now;
        _told = record.Reason;
        if (!log.Write(new ReleaseEntry(lane.Model.Value, _segment, ++_sequence, record with { Grants = [.. _grants] })))
        {
            _segment++;
        }

        _pending = null;
        _grants.Clear();
        _places.Clear();
    }

    private void Add(ReleaseGrant grant)
    {
        var key = (grant.Group, grant.Urgent, grant.Reason);
        if (_places.TryGetValue(key, out var place))
        {
            _grants[place] = _grants[place] with { Count = _grants[place].Count + grant.Count };
        }
        else if (_grants.Count < ReleaseRecord.MostGrants)
        {
            _places[key] = _grants.Count;
            _grants.Add(grant);
        }
    }
}
