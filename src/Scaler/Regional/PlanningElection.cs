using SageServe.Kubernetes;

namespace SageServe.Scaler;

/// <summary>
/// Who plans for all regions: whoever holds the planning lease of the first cluster in the order that can be reached. Regions that don't reach
/// each other may so have a leader each for a while; plans carry epochs, and an actuator never goes back (DESIGN 5.8).
/// </summary>
internal sealed class PlanningElection(IReadOnlyList<(RegionId Region, LeaderElection Election)> order)
{
    private volatile LeaderElection? _arbiter;

    public bool IsLeader => _arbiter?.IsLeader ?? false;

    /// <summary>Whose cluster decides now; null while none can be reached.</summary>
    public RegionId? Arbiter => _arbiter is { } arbiter ? order.First(o => o.Election == arbiter).Region : null;

    /// <summary>One try: clusters up to the one that decided last are asked at once, so that one that hangs costs no lease.</summary>
    public async Task StepAsync(CancellationToken stop)
    {
        var last = _arbiter is { } before ? Index(before) : 0;
        var answers = await Task.WhenAll(order.Take(last + 1).Select(o => o.Election.StepAsync(stop)));
        var first = Array.IndexOf(answers, true);
        for (var next = last + 1; first < 0 && next < order.Count && !stop.IsCancellationRequested; next++)
        {
            first = await order[next].Election.StepAsync(stop) ? next : -1;
        }

        _arbiter = first < 0 ? null : order[first].Election;
        await Task.WhenAll(order.Where((_, i) => i != first).Select(o => o.Election.GiveBackAsync()));
    }

    /// <summary>Leads no more, at once.</summary>
    public Task GiveBackAsync()
    {
        _arbiter = null;
        return Task.WhenAll(order.Select(o => o.Election.GiveBackAsync()));
    }

    private int Index(LeaderElection election)
    {
        var index = 0;
        while (order[index].Election != election)
        {
            index++;
        }

        return index;
    }
}
