namespace SageServe.Simulator;

/// <summary>Makes a file's times start at zero and never step back: published files do so by milliseconds here and there.</summary>
internal struct TraceClock
{
    private TimeSpan? _first;
    private TimeSpan _last;

    public TimeSpan Next(TimeSpan time)
    {
        _first ??= time;
        var since = time - _first.Value;
        _last = since > _last ? since : _last;
        return _last;
    }
}
