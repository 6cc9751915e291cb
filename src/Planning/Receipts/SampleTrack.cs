namespace SageServe.Planning;

/// <summary>
/// What ticks saw of one pool, bin by bin, for as long as demand may come late. What a tick saw holds until the next one; of several in a
/// bin the one with the least capacity counts, that which still held when it began included. A bin of which nothing is known stays empty.
/// </summary>
internal sealed class SampleTrack(int capacity)
{
    private readonly PoolSample?[] _samples = new PoolSample?[capacity];
    private PoolSample? _held;
    private long _newest = -1;

    /// <param name="bin">Of the tick.</param>
    /// <param name="isBegin">The tick falls on the beginning of the bin.</param>
    /// <param name="sample">Null where the fleet could not be read.</param>
    public void See(long bin, bool isBegin, PoolSample? sample)
    {
        for (var between = Math.Max(_newest + 1, bin - _samples.Length); _newest >= 0 && between < bin; between++)
        {
            _samples[between % _samples.Length] = _held;
        }

        var before = bin == _newest ? _samples[bin % _samples.Length] : _newest < 0 || isBegin ? sample : _held;
        _samples[bin % _samples.Length] = before is { } a && sample is { } b ? a.Capacity < b.Capacity ? a : b : null;
        _held = sample;
        _newest = Math.Max(_newest, bin);
    }

    public PoolSample? At(long bin) => bin <= _newest && bin > _newest - _samples.Length ? _samples[bin % _samples.Length] : null;
}
