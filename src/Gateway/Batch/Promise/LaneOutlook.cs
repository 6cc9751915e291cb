using System.Collections.Immutable;
using SageServe.Hosting;
using SageServe.Routing;

namespace SageServe.Gateway;

/// <summary>
/// When the patient work of one model will be done, as this gateway reckons it: tells the pure <see cref="LanePromise"/> how the lane, its
/// replicas and the interactive load stand, and asks it. All gateways of the region read the same lane, so that each can answer.
/// </summary>
internal sealed class LaneOutlook(
    ModelId model, DeferredReadout readout, IDeferredRunner runner, InteractiveLoad load, HeadroomBook plans, LiveConfiguration live, PromiseOptions options, SteadyClock clock)
{
    /// <summary>An answer may be this old: as often as lanes are looked at.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly LanePromise _promise = new(options);
    private DeferredLaneState _lane = DeferredLaneState.Empty;
    private double _interactive;

    /// <summary>When the lane was last seen; <see cref="Instant.Min"/> before the first time.</summary>
    public Instant SeenAt { get; private set; } = Instant.Min;

    /// <summary>Where the headroom of the next hour comes from.</summary>
    public HeadroomOrigin Origin => _promise.Headroom.Origin;

    /// <summary>Replicas' worth of room for patient work in the next minutes.</summary>
    public double HeadroomNow => _promise.Headroom.Steps.IsEmpty ? 0 : _promise.Headroom.Steps[0].Median;

    /// <summary>As far as anything is foreseen.</summary>
    public Instant Horizon => _promise.Headroom.End;

    /// <summary>The room to come, for the release rule; null while nothing is known.</summary>
    public ReleaseHeadroom? Release { get; private set; }

    /// <summary>Share of the reckoned headroom that patient work gets, as learnt.</summary>
    public double Pace => _promise.Pace.Share;

    /// <summary>Looks at the lane, unless that was done just now. While nobody knows how it stands, what was seen last counts on.</summary>
    public void Look()
    {
        lock (_gate)
        {
            var now = clock.Now;
            if (SeenAt != Instant.Min && now - SeenAt < Fresh || readout.StateOf(model) is not { } lane)
            {
                return;
            }

            var worked = load.SecondsOf(model);
            var lasted = SeenAt == Instant.Min ? TimeSpan.Zero : now - SeenAt;
            var latest = runner.Fleet;
            var rate = lasted > TimeSpan.Zero ? (worked - _interactive) / lasted.TotalSeconds * (latest.Gateways?.Live ?? 1) : 0;
            (_lane, _interactive, SeenAt) = (lane, worked, now);
            _promise.Observe(new LaneReading(
                now, new HeadroomLevel(PatientReplicas.Of(latest, model, live.Current.Catalog), rate), [.. lane.Groups.Select(GroupOf)], plans.Find(new DeploymentId(model, latest.Home)))
            {
                Release = live.Current.Options.Release,
            });
            Release = _promise.Headroom.ForRelease();
        }
    }

    /// <summary>What it has learnt, for another start; null before the lane was seen.</summary>
    public LaneMemory? Save()
    {
        lock (_gate)
        {
            return _promise.Save();
        }
    }

    /// <summary>Takes over what was learnt before this start, or by another gateway.</summary>
    public void Recall(LaneMemory memory)
    {
        lock (_gate)
        {
            _promise.Recall(clock.Now, memory);
        }
    }

    /// <summary>As the index has it now; null when it knows nothing of it.</summary>
    public BacklogGroup? Find(string id)
    {
        lock (_gate)
        {
            return _lane.Find(id) is { } group ? GroupOf(group) : null;
        }
    }

    /// <summary>The lane as it was seen last.</summary>
    public DeferredLaneState Lane => _lane;

    /// <summary>When each group will be done, earliest deadline first.</summary>
    public IReadOnlyList<(BacklogGroup Group, FinishEstimate Finish)> EstimateAll()
    {
        lock (_gate)
        {
            return [.. _promise.EstimateAll()];
        }
    }

    public FinishEstimate Estimate(in BacklogGroup group, double done)
    {
        lock (_gate)
        {
            return _promise.Estimate(group, done);
        }
    }

    public ImmutableArray<WindowOffer> Offers(in BacklogGroup group, Instant submitted, IEnumerable<WindowPrice> windows)
    {
        lock (_gate)
        {
            return _promise.Offers(group, submitted, windows);
        }
    }

    public bool IsFeasible(in FinishEstimate finish) => _promise.IsFeasible(finish);

    /// <summary>How long a line takes by itself.</summary>
    public double TailSeconds(double promptTokens, double outputTokens) => Profile() is { } profile
        ? profile.UnloadedPrefillSeconds((int)promptTokens) + outputTokens * profile.DecodeStepSeconds(profile.ReferenceSequences)
        : 0;

    private BacklogGroup GroupOf(DeferredGroupState group)
    {
        var idle = group.Waiting + group.Delayed;
        var each = Math.Max(1, idle);
        return new BacklogGroup(
            group.Id, group.Tenant, group.Deadline, group.Items, idle, group.WorkSeconds, TailSeconds(group.PromptTokens / each, group.OutputTokens / each))
        {
            Since = group.OldestEnqueuedAt,
            Held = DeferredGroup.IsHeld(group.Id),
        };
    }

    private ThroughputProfile? Profile() => live.Current.Catalog.Document.Profiles.FirstOrDefault(p => p.Model == model);
}
