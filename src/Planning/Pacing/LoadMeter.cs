namespace SageServe.Planning;

/// <summary>
/// The load of one pool over time. KV utilisation is what its replicas tell, weighted by how long each reading stood; busy share is the
/// work that was offered over the same time against what the ready replicas could have done (so a long prompt counts as long as it
/// takes, not as a full machine). The larger one binds.
/// </summary>
internal sealed class LoadMeter(TimeSpan window, TimeSpan sustain)
{
    private TimeSpan _window = window;
    private TimeSpan _sustain = sustain;
    private readonly Queue<(Instant At, double Kv, double Full)> _readings = new();

    /// <summary>Over how long it counts from now on.</summary>
    public void Keep(TimeSpan window, TimeSpan sustain) => (_window, _sustain) = (window, sustain);

    /// <summary>Takes the readings of one tick.</summary>
    /// <param name="now">The tick.</param>
    /// <param name="facts">KV utilisation and pressure; an unknown one forgets the past; pressure is left out, as a long prompt alone fills it while replicas are half idle.</param>
    /// <param name="busy">Busy share over the load window; null when demand is unknown.</param>
    public (double? Load, double? Sustained) Read(Instant now, PoolFacts facts, double? busy)
    {
        if (facts.KvUtilization is not { } kv)
        {
            _readings.Clear();
            return (null, null);
        }

        _readings.Enqueue((now, kv.Value, Math.Max(kv.Value, Math.Min(1, busy ?? 0))));
        var kept = _window > _sustain ? _window : _sustain;
        while (_readings.Count > 1 && _readings.Peek().At < now - kept)
        {
            _readings.Dequeue();
        }

        return (Math.Max(MeanKv(now), busy ?? 0), Least(now));
    }

    /// <summary>Each reading stands for the time since the one before it.</summary>
    private double MeanKv(Instant now)
    {
        double sum = 0, weight = 0;
        Instant? before = null;
        foreach (var (at, kv, _) in _readings)
        {
            if (at >= now - _window)
            {
                var stood = before is { } b ? (at - b).TotalSeconds : 1e-6;
                sum += kv * stood;
                weight += stood;
            }

            before = at;
        }

        return sum / weight;
    }

    private double? Least(Instant now)
    {
        if (_readings.Peek().At > now - _sustain)
        {
            return null;
        }

        double least = 1;
        foreach (var (at, _, full) in _readings)
        {
            least = at >= now - _sustain ? Math.Min(least, full) : least;
        }

        return least;
    }
}
