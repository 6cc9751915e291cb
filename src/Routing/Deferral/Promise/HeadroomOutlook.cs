using System.Collections.Immutable;

namespace SageServe.Routing;

/// <summary>
/// What one deployment has left for patient work and is expected to have: measured on a beat, and told as a curve whenever somebody asks. The
/// release rule and the promise go by the same one, live and simulated. Fixed memory; not thread-safe.
/// </summary>
/// <param name="options">How far each source may be off.</param>
public sealed class HeadroomOutlook(PromiseOptions options)
{
    private readonly HeadroomHistory _history = new();
    private HeadroomLevel _present;
    private TimeSpan _measured;

    /// <summary>When it was last measured; <see cref="Instant.Min"/> before the first time.</summary>
    public Instant MeasuredAt { get; private set; } = Instant.Min;

    /// <summary>O(1).</summary>
    /// <param name="now">Request time; never before the last one.</param>
    /// <param name="level">Replicas, and interactive load since the last measurement; of the first, which lasted no time, only the replicas count for longer.</param>
    public void Measure(Instant now, HeadroomLevel level)
    {
        var lasted = MeasuredAt == Instant.Min ? TimeSpan.Zero : now - MeasuredAt;
        MeasuredAt = now;
        _measured += lasted;
        if (lasted > TimeSpan.Zero)
        {
            _history.Add(now, lasted, level);
        }

        // A single measurement holds the chance of a few seconds: the mean of all until there are ten minutes of them, then of about the last ten.
        var share = _measured == TimeSpan.Zero ? 1 : Math.Max(lasted / _measured, 1 - Math.Exp(-lasted / HeadroomHistory.Bin));
        _present = new HeadroomLevel(level.Replicas, _present.Interactive + share * (level.Interactive - _present.Interactive));
    }

    /// <summary>What was measured, for another start; the present level is measured anew.</summary>
    public ImmutableArray<HeadroomBin> Save() => _history.Save(MeasuredAt);

    /// <summary>Takes over what was measured before this start, or elsewhere.</summary>
    public void Recall(Instant now, ImmutableArray<HeadroomBin> saved) => _history.Recall(now, saved);

    /// <summary>The headroom from now on; <see cref="HeadroomCurve.Unknown"/> before anything was measured. O(its steps).</summary>
    /// <param name="now">Where it starts.</param>
    /// <param name="plan">The planner's forecast in request time; null when none is in force.</param>
    public HeadroomCurve From(Instant now, HeadroomForecast? plan) =>
        MeasuredAt == Instant.Min ? HeadroomCurve.Unknown : HeadroomCurve.Of(now, _present, _history, plan, options);
}
