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
    private FinishForecast? _forecast;
    private FinishForecast? _waiting;
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
            Learn(reading.Level, lasted, waited && _backlog.Idle > 0 && reading.WaitsUntil is null ? done : null);
        }

        // What waits at the first look came at some time before.
        foreach (var (group, seconds) in isFirst ? [] : came)
        {
            _inflow.Add(reading.Now, group.Deadline - reading.Now, seconds);
        }

        ReadAt = reading.Now;
        _outlook.Measure(reading.Now, reading.Level);
        Headroom = _outlook.From(reading.Now, reading.Plan);
        var inflow = _inflow.Rates(reading.Now);
        _forecast = new FinishForecast(Headroom, Pace, inflow, options);
        _waiting = reading.WaitsUntil is { } begin ? new FinishForecast(Headroom.From(begin), Pace, inflow, options) : null;
    }

    /// <summary>When work would be done if it came in now, or will be that is here already.</summary>
    /// <param name="group">Its own work as the caller knows it; what the backlog has under its id does not count.</param>
    /// <param name="done">Share of it that is done.</param>
    public FinishEstimate Estimate(in BacklogGroup group, double done = 0)
    {
        if (_forecast is null)
        {
            return FinishEstimate.Unknown;
        }

        var volume = group.IdleSeconds;
        foreach (var other in _backlog.Groups)
        {
            volume += other.Group.Id != group.Id && other.Group.IsBefore(group) ? other.WorkSeconds : 0;
        }

        return Of(volume, group.IdleSeconds, done, group);
    }

    /// <summary>When all that waits will be done, earliest deadline first. O(groups x steps).</summary>
    public IEnumerable<(BacklogGroup Group, FinishEstimate Finish)> EstimateAll()
    {
        double volume = 0;
        foreach (var entry in _backlog.Groups)
        {
            volume += entry.WorkSeconds;
            yield return (entry.Group, Of(volume, entry.WorkSeconds, entry.Done, entry.Group));
        }
    }

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

    /// <summary>While the release waits for a deeper valley, what can wait for it does; work that cannot lets all of the lane go.</summary>
    private FinishEstimate Of(double volume, double own, double done, in BacklogGroup group) =>
        _waiting?.Of(volume, own, done, group) is { } waits && IsFeasible(waits) ? waits : _forecast!.Of(volume, own, done, group);

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
