namespace SageServe.Planning;

/// <summary>Mean of the last readings of each pool's load, so that one burst of prefill does not start a machine.</summary>
internal sealed class LoadReadings
{
    private const int Readings = 3;

    private readonly Dictionary<PoolId, RingBuffer<double>> _readings = [];

    /// <summary>Takes a reading and says the mean; null, and the past forgotten, when the pool's load is unknown.</summary>
    public double? Read(PoolFacts facts)
    {
        if (Load(facts) is not { } load)
        {
            _readings.Remove(facts.Pool);
            return null;
        }

        if (!_readings.TryGetValue(facts.Pool, out var readings))
        {
            _readings.Add(facts.Pool, readings = new RingBuffer<double>(Readings));
        }

        readings.Add(load);
        double sum = 0;
        for (var i = 0; i < readings.Count; i++)
        {
            sum += readings[i];
        }

        return sum / readings.Count;
    }

    private static double? Load(PoolFacts facts) =>
        facts.KvUtilization is { } kv ? Math.Max(kv.Value, Math.Min(1, facts.Pressure?.Value ?? 0)) : null;
}
