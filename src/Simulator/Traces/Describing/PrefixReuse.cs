namespace SageServe.Simulator;

/// <summary>
/// Follows prefix blocks. When there are more than can be kept, half of them (by a hash of their id) are let go and no longer looked at,
/// so that what is left is a fair sample.
/// </summary>
internal sealed class PrefixReuse
{
    private const int MostBlocks = 2_000_000;
    private readonly Dictionary<ulong, (TimeSpan At, long Request)> _last = [];
    private readonly QuantileSketch _seconds = new();
    private readonly QuantileSketch _requests = new();
    private ulong _limit = ulong.MaxValue;
    private long _request;
    private long _blocks;
    private long _looked;
    private long _hits;
    private long _withHits;

    public void Add(in TraceRow row)
    {
        _request++;
        if (row.PrefixBlocks.IsDefaultOrEmpty)
        {
            return;
        }

        var before = _hits;
        foreach (var block in row.PrefixBlocks)
        {
            _blocks++;
            if (Hash(block) <= _limit)
            {
                Look(block, row.At);
            }
        }

        _withHits += _hits > before ? 1 : 0;
        while (_last.Count > MostBlocks)
        {
            _limit /= 2;
            foreach (var gone in _last.Keys.Where(k => Hash(k) > _limit).ToArray())
            {
                _last.Remove(gone);
            }
        }
    }

    /// <summary>Null when no request told its blocks.</summary>
    public PrefixFigures? Figures() => _blocks == 0 ? null : new PrefixFigures(
        _blocks,
        Math.Round(_hits / (double)Math.Max(1, _looked), 6),
        Math.Round(_withHits / (double)_request, 6),
        Quantiles(_seconds),
        Quantiles(_requests),
        Math.Round(_limit / (double)ulong.MaxValue, 6));

    private void Look(ulong block, TimeSpan at)
    {
        _looked++;
        if (_last.TryGetValue(block, out var last))
        {
            _hits++;
            _seconds.Add((at - last.At).TotalSeconds);
            _requests.Add(_request - last.Request);
        }

        _last[block] = (at, _request);
    }

    private static SortedDictionary<string, double> Quantiles(QuantileSketch sketch)
    {
        var result = new SortedDictionary<string, double>(StringComparer.Ordinal);
        foreach (var (name, at) in new[] { ("p10", 0.1), ("p50", 0.5), ("p90", 0.9), ("p99", 0.99) })
        {
            if (sketch.Count > 0)
            {
                result.Add(name, Math.Round(sketch.At(at), 3));
            }
        }

        return result;
    }

    private static ulong Hash(ulong id)
    {
        var z = (id + 1) * 0x9E3779B97F4A7C15UL;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        return z ^ (z >> 31);
    }
}
