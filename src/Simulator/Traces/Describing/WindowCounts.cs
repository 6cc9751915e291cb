namespace SageServe.Simulator;

/// <summary>Counts in windows of one length: their mean, variance and peak, without keeping them. The last, unfinished window is left out.</summary>
internal sealed class WindowCounts(TimeSpan window)
{
    private long _current;
    private long _inCurrent;
    private long _windows;
    private double _sum;
    private double _squares;
    private long _peak;

    public TimeSpan Window => window;

    public void Add(TimeSpan at)
    {
        var index = at.Ticks / window.Ticks;
        if (index > _current)
        {
            Close(1, _inCurrent);
            Close(index - _current - 1, 0);
            _current = index;
            _inCurrent = 0;
        }

        _inCurrent++;
    }

    /// <summary>Variance over mean of the counts; 1 for Poisson's; null with fewer than ten windows.</summary>
    public DispersionFigure? Figure() => _windows < 10 || _sum <= 0
        ? null
        : new DispersionFigure(
            window.TotalSeconds,
            Math.Round((_squares / _windows - _sum / _windows * (_sum / _windows)) / (_sum / _windows), 4),
            Math.Round(_peak / window.TotalSeconds, 4));

    private void Close(long windows, long count)
    {
        _windows += windows;
        _sum += (double)windows * count;
        _squares += (double)windows * count * count;
        _peak = windows > 0 ? Math.Max(_peak, count) : _peak;
    }
}
