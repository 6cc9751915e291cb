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

    private readonly HeadroomHistory _history = new();
    private readonly PatientInflow _inflow = new();
    private ImmutableArray<BacklogGroup> _groups = [];
    private LaneReading? _last;
    private FinishForecast? _forecast;
    private TimeSpan _learnt;
    private double _done;
    private double _expected;

    /// <summary>How much of the headroom patient work gets.</summary>
    public ReleasePace Pace { get; private set; } = ReleasePace.AtFirst(options);

    /// <summary>The headroom to come, as of the last reading.</summary>
    public HeadroomCurve Headroom { get; private set; } = HeadroomCurve.Unknown;

    /// <summary>When it was last told of the lane; <see cref="Instant.Min"/> before the first time.</summary>
    public Instant ReadAt => _last?.Now ?? Instant.Min;

    /// <summary>Work came in that is due within this window.</summary>
    public void Submitted(Instant now, TimeSpan window, double workSeconds) => _inflow.Add(now, window, workSeconds);

    /// <summary>The lane as it stands. O(groups log groups + steps of the headroom).</summary>
    public void Observe(in LaneReading reading)
    {
        if (_last is { } last && reading.Now > last.Now)
        {
            var lasted = reading.Now - last.Now;
            _history.Add(reading.Now, lasted, reading.Level);
            Pace = Pace.Drift(lasted, options);
            Learn(last, reading, lasted);
        }

        _last = reading;
        _groups = reading.Groups.Sort((a, b) => a.IsBefore(b) ? -1 : b.IsBefore(a) ? 1 : 0);
        Headroom = HeadroomCurve.Of(reading.Now, reading.Level, _history, reading.Plan, options);
        _forecast = new FinishForecast(Headroom, Pace, _inflow.Rates(reading.Now), options);
    }

    /// <summary>When a group will be done that waits already (by its id), or would be if it came in now.</summary>
    public FinishEstimate Estimate(in BacklogGroup group)
    {
        if (_forecast is null)
        {
            return FinishEstimate.Unknown;
        }

        var volume = group.WorkSeconds;
        foreach (var other in _groups)
        {
            volume += other.Id != group.Id && other.IsBefore(group) ? other.WorkSeconds : 0;
        }

        return _forecast.Of(volume, group.WorkSeconds, group);
    }

    /// <summary>The estimates of all groups of the last reading, earliest deadline first. O(groups x steps).</summary>
    public IEnumerable<(BacklogGroup Group, FinishEstimate Finish)> EstimateAll()
    {
        double volume = 0;
        foreach (var group in _groups)
        {
            volume += group.WorkSeconds;
            yield return (group, _forecast!.Of(volume, group.WorkSeconds, group));
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

    private void Learn(in LaneReading last, in LaneReading reading, TimeSpan lasted)
    {
        var headroom = Headroom.Steps.IsEmpty ? 0 : Headroom.Steps[0].Median;
        if (!last.Waits || !reading.Waits || headroom < LeastHeadroom * Math.Max(1, reading.Level.Replicas))
        {
            (_learnt, _done, _expected) = (TimeSpan.Zero, 0, 0);
            return;
        }

        _learnt += lasted;
        _done += reading.Done;
        _expected += headroom * lasted.TotalSeconds;
        if (_learnt >= Lesson)
        {
            Pace = Pace.Learn(_done, _expected, _learnt, options);
            (_learnt, _done, _expected) = (TimeSpan.Zero, 0, 0);
        }
    }
}
