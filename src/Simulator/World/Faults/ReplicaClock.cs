namespace SageServe.Simulator;

/// <summary>The time of one engine against the run's: the same, until the replica becomes slow. Engine times never run ahead of an event.</summary>
internal sealed class ReplicaClock
{
    private Instant _run = Instant.Min;
    private Instant _engine = Instant.Min;
    private double _slowness = 1;

    public void SetSlowness(double factor, Instant now)
    {
        (_engine, _run) = (ToEngine(now), now);
        _slowness = factor;
    }

    public Instant ToEngine(Instant now) => _slowness == 1
        ? new Instant(_engine.Ticks + (now.Ticks - _run.Ticks))
        : new Instant(_engine.Ticks + (long)((now.Ticks - _run.Ticks) / _slowness));

    /// <summary>The first moment at which the engine's time is there.</summary>
    public Instant ToRun(Instant engine)
    {
        if (engine == Instant.Max)
        {
            return engine;
        }

        var ticks = engine.Ticks - _engine.Ticks;
        return new Instant(_run.Ticks + (_slowness == 1 ? ticks : (long)Math.Ceiling(ticks * _slowness) + 1));
    }
}
