using System.Collections.Immutable;
using SageServe.Planning;
using SageServe.Routing;

namespace SageServe.Simulator;

/// <summary>
/// Asks the product's own promise what a gateway would answer, from what a gateway knows: estimates of lines, not their true sizes;
/// interactive load as it came in; the plan as it was published. It changes nothing in the run.
/// </summary>
internal sealed class PromiseWatch(PromiseOptions options) : SimulationChecker
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(30);

    private readonly LanePromise _promise = new(options);
    private readonly SortedDictionary<string, WatchedBatch> _open = new(StringComparer.Ordinal);
    private readonly List<CalibrationBatch> _done = [];
    private ImmutableArray<HeadroomForecast> _plan = [];
    private Instant _planExpires = Instant.Min;
    private double _interactive;
    private bool _isNew;
    private ReleaseOptions? _rule;
    private ServingCatalog _catalog = null!;

    /// <summary>All batches, in the order in which they came in.</summary>
    public ImmutableArray<CalibrationBatch> Batches { get; private set; } = [];

    public override void Begin(SimulationScenario scenario) => (_rule, _catalog) = (scenario.Release, scenario.Catalog);

    public override void Arrived(SimTrack track)
    {
        var arrival = track.Arrival;
        if (arrival.Batch is not { } id)
        {
            _interactive += arrival.PromptTokens;
            return;
        }

        if (!_open.TryGetValue(id, out var batch))
        {
            _open.Add(id, batch = new WatchedBatch(new CalibrationBatch(id, arrival.At, track.Deadline - arrival.At, 0), arrival.Tenant!.Value));
            _isNew = true;
        }

        batch.Add(arrival.PromptTokens);
    }

    public override void Sent(SimLeg leg, SimReplica replica) => Of(leg.Track)?.Begin(leg.Track);

    public override void Left(SimLeg leg, SimReplica replica, bool completed) => Of(leg.Track)?.GiveBack(leg.Track);

    public override void Ended(SimTrack track, RequestOutcome outcome, Instant now)
    {
        if (Of(track) is { } batch && batch.End(track, now))
        {
            _open.Remove(batch.Told.Id);
            _done.Add(batch.Told with { Finished = now });
        }
    }

    public override void Planned(TickInput input, PlanningEffects effects)
    {
        if (effects.Plan is { } plan)
        {
            (_plan, _planExpires) = (plan.Headroom, plan.ExpiresAt);
        }
    }

    public override void FlowRead(FlowDriver driver)
    {
        var now = driver.Fleet?.TakenAt ?? Instant.Min;
        if (now - _promise.ReadAt >= Beat || _isNew)
        {
            Look(driver, now);
        }
    }

    public override void Finished(SimulationRun run) =>
        Batches = [.. _done.Concat(_open.Values.Select(b => b.Told)).OrderBy(b => b.Id, StringComparer.Ordinal)];

    private WatchedBatch? Of(SimTrack track) => track.Arrival.Batch is { } id ? _open.GetValueOrDefault(id) : null;

    private void Look(FlowDriver driver, Instant now)
    {
        var lasted = _promise.ReadAt == Instant.Min ? Beat : now - _promise.ReadAt;
        var replicas = PatientReplicas.Of(driver.Fleet!, driver.Flow.Model, _catalog);

        // A gateway expects of interactive answers what they had on the mean.
        var work = driver.Profile.WorkSeconds(_interactive, _interactive * CalibrationLoad.ExpectedOutput / CalibrationLoad.ExpectedPrompt);
        var plan = now < _planExpires ? _plan.FirstOrDefault(h => h.Deployment.Model == driver.Flow.Model && h.Deployment.Region == driver.Region.Id) : null;
        _promise.Observe(new LaneReading(
            now, new HeadroomLevel(replicas, work / Math.Max(lasted.TotalSeconds, 1)), [.. _open.Values.Select(b => b.Read(driver.Profile))], plan)
        {
            Release = _rule,
        });
        _interactive = 0;
        _isNew = false;
        foreach (var (group, finish) in _promise.EstimateAll())
        {
            _open[group.Id].Tell(finish, now);
        }
    }
}
