using System.Collections.Immutable;

namespace SageServe.Routing;

/// <summary>
/// When the patient work of one lane will be done: told of the lane on a beat, it learns what its replicas have left and how fast work
/// really goes, and answers for work that waits or is about to. The gateway asks it for clients, the simulator for its calibration.
/// Not thread-safe.
/// </summary>
public sealed class LanePromise(PromiseOptions options)
{
    /// <summary>The pace is learnt from at least this long at once.</summary>
    private static readonly TimeSpan Lesson = TimeSpan.FromMinutes(5);

    /// <summary>A headroom below this share of the replicas is too little to learn a pace from.</summary>
    private const double LeastHeadroom = 0.03;

    private readonly HeadroomOutlook _outlook = new(options);
    private readonly PatientInflow _inflow = new();
    private readonly Backlog _backlog = new();
    private LaneForecast? _forecast;
    private bool _waits;
    private TimeSpan _learnt;
    private double _done;
    private double _expected;

    /// <summary>How much of the headroom patient work gets.</summary>
    public ReleasePace Pace { get; private set; } = ReleasePace.AtFirst(options);

    /// <summary>The headroom to come, as of the last reading.</summary>
    public HeadroomCurve Headroom { get; private set; } = HeadroomCurve.Unknown;

    /// <summary>When it was last told of the lane; <see cref="Instant.Min"/> before the first time.</summary>
    public Instant ReadAt { get; private set; } = Instant.Min;

    /// <summary>The lane as it stands. O(groups log groups + steps of the headroom).</summary>
    public void Observe(in LaneReading reading)
    {
        var isFirst = ReadAt == Instant.Min;
        var lasted = isFirst ? TimeSpan.Zero : reading.Now - ReadAt;
        var waited = _backlog.Idle > 0;
        var (done, came) = _backlog.Read(reading.Groups, 2 * reading.Level.Replicas * lasted.TotalSeconds);
        if (lasted > TimeSpan.Zero)
        {
            Pace = Pace.Drift(lasted, options);
            Learn(reading.Level, lasted, waited && _backlog.Idle > 0 && !_waits ? done : null);
        }

        // What waits at the first look came at some time before.
        foreach (var (group, seconds) in isFirst ? [] : came)
        {
            _inflow.Add(reading.Now, group.Tenant, group.Deadline - reading.Now, seconds);
        }

        ReadAt = reading.Now;
        _outlook.Measure(reading.Now, reading.Level);
        Headroom = _outlook.From(reading.Now, reading.Plan);
        _waits = reading.Release is { } rule && PatientRelease.WaitsUntil(FactsOf(reading), rule) is not null;
        _forecast = new LaneForecast(
            new ReleaseSchedule(Headroom, reading.Level.Replicas, _inflow.Rates(reading.Now), reading.Release),
            new FinishForecast(Headroom, Pace, options),
            _backlog.Groups,
            reading.Now,
            _inflow.Lag(reading.Now));
    }

    /// <summary>What it has learnt, for another start; null before it was told of the lane.</summary>
    public LaneMemory? Save() => ReadAt == Instant.Min ? null : new LaneMemory(ReadAt, Pace, _outlook.Save());

    /// <summary>Takes over what was learnt before this start, or by another gateway, where that is more than is known here.</summary>
    /// <param name="now">Request time; what was learnt long ago is known less well by now.</param>
    /// <param name="memory">As it was saved.</param>
    public void Recall(Instant now, LaneMemory memory)
    {
        _outlook.Recall(now, memory.History);
        var pace = memory.Pace.Drift(now > memory.At ? now - memory.At : TimeSpan.Zero, options);
        Pace = pace.Variance < Pace.Variance ? pace : Pace;
    }

    /// <summary>When work would be done if it came in now, or will be that is here already.</summary>
    /// <param name="group">Its own work as the caller knows it; what the backlog has under its id does not count.</param>
    /// <param name="done">Share of it that is done.</param>
    public FinishEstimate Estimate(in BacklogGroup group, double done = 0) => _forecast?.Of(group, done) ?? FinishEstimate.Unknown;

    /// <summary>When all that waits will be done, earliest deadline first.</summary>
    public IEnumerable<(BacklogGroup Group, FinishEstimate Finish)> EstimateAll() =>
        _forecast is null ? [] : _backlog.Groups.Select(e => e.Group).Zip(_forecast.All());

    public bool IsFeasible(in FinishEstimate finish) => finish.OnTime >= options.Confidence;

    /// <summary>What each window would mean for work that came in at a time.</summary>
    public ImmutableArray<WindowOffer> Offers(BacklogGroup group, Instant submitted, IEnumerable<WindowPrice> windows) =>
    [
        .. windows.Select(price =>
        {
            var finish = Estimate(group with { Deadline = submitted + price.Window });
            return new WindowOffer(price, finish, IsFeasible(finish));
        }),
    ];

    /// <summary>What the pump weighs when it may wait for a deeper valley.</summary>
    private ReleaseFacts FactsOf(LaneReading reading) => new()
    {
        Now = reading.Now,
        Groups = [.. reading.Groups.Where(g => g.Idle > 0).Select(g => new PatientGroup(g.Id, g.Tenant, g.Deadline, g.Since ?? reading.Now, g.Idle, g.Items - g.Idle, g.IdleSeconds, g.Held))],
        KvUtilization = Utilization.Full,
        Pressure = Pressure.Zero,
        ReadyReplicas = (int)Math.Round(reading.Level.Replicas),
        Headroom = Headroom.ForRelease(),
    };

    /// <param name="level">Since the last reading.</param>
    /// <param name="lasted">How long that is.</param>
    /// <param name="done">Null when nothing waited: such a time teaches nothing.</param>
    private void Learn(in HeadroomLevel level, TimeSpan lasted, double? done)
    {
        var headroom = Headroom.Steps.IsEmpty ? 0 : Headroom.Steps[0].Median;
        if (done is null || headroom < LeastHeadroom * Math.Max(1, level.Replicas))
        {
            (_learnt, _done, _expected) = (TimeSpan.Zero, 0, 0);
            return;
        }

        _learnt += lasted;
        _done += done.Value;
        _expected += headroom * lasted.TotalSeconds;
        if (_learnt >= Lesson)
        {
            Pace = Pace.Learn(_done, _expected, _learnt, options);
            (_learnt, _done, _expected) = (TimeSpan.Zero, 0, 0);
        }
    }
}
