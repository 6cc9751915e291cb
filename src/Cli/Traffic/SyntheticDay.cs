namespace SageServe.Cli;

/// <summary>
/// Arrivals that follow the published shape of a day: per second and traffic class a Poisson count whose rate is the class's share of the
/// mean, times the shape at that envelope time, times a slow gamma swing. The same seed gives the same arrivals.
/// </summary>
internal sealed class SyntheticDay
{
    /// <summary>One swing of a class's rate lasts this long, in request time.</summary>
    private const int SwingSeconds = 10;

    /// <summary>
    /// Longer answers are cut here: on the large model they would outlast a demonstration (one in fifty of the published summaries does).
    /// </summary>
    private const int LongestOutput = 800;

    private readonly TrafficMix _mix;
    private readonly double _meanRate;
    private readonly double _speed;
    private readonly Instant _start;
    private readonly RandomStream _random;
    private readonly (HourOfWeekShape Shape, double DayMean)[] _shapes;

    /// <param name="mix">Who asks for what.</param>
    /// <param name="meanRate">Requests per second of request time, mean over the envelope day.</param>
    /// <param name="start">Envelope time at which the load starts.</param>
    /// <param name="speed">Envelope seconds per second.</param>
    /// <param name="seed">Of all draws.</param>
    public SyntheticDay(TrafficMix mix, double meanRate, Instant start, double speed, ulong seed)
    {
        _mix = mix;
        _meanRate = meanRate;
        _start = start;
        _speed = speed;
        _random = new RandomStream(seed).Child("synthetic-day");
        _shapes = [.. mix.Classes.Select(c => (HourOfWeekShape.Published(c.Shape), HourOfWeekShape.Published(c.Shape).DayMean(start)))];
    }

    /// <summary>Ascending by time, endless.</summary>
    public IEnumerable<Arrival> Arrivals()
    {
        var sequence = 0;
        for (var second = 0; ; second++)
        {
            foreach (var arrival in Second(second).OrderBy(a => a.At))
            {
                yield return arrival with { Sequence = sequence++ };
            }
        }
    }

    /// <summary>Requests per second of a class from a region at an envelope time, before swings.</summary>
    public double Rate(int classIndex, RegionTraffic region, Instant envelope)
    {
        var (shape, dayMean) = _shapes[classIndex];
        return _meanRate * _mix.Classes[classIndex].Share * region.Weight * shape.At(envelope - region.Later) / dayMean;
    }

    /// <summary>Requests per second of all classes and regions at an envelope time, before swings.</summary>
    public double TotalRate(Instant envelope) =>
        Enumerable.Range(0, _mix.Classes.Length).Sum(i => _mix.Regions.Sum(r => Rate(i, r, envelope)));

    private IEnumerable<Arrival> Second(int second)
    {
        var envelope = _start + TimeSpan.FromSeconds((second + 0.5) * _speed);
        for (var i = 0; i < _mix.Classes.Length; i++)
        {
            foreach (var region in _mix.Regions)
            {
                var name = $"{_mix.Classes[i].Name}/{region.Region}";
                var swing = Draws.GammaAroundOne(_random.Child($"{name}/swing/{second / SwingSeconds}"), _mix.Classes[i].Steadiness);
                var draws = _random.Child($"{name}/{second}");
                var count = Draws.Poisson(draws, Rate(i, region, envelope) * swing);
                for (var k = 0; k < count; k++)
                {
                    yield return Draw(_mix.Classes[i], region.Region, second, draws);
                }
            }
        }
    }

    private static Arrival Draw(TrafficClass kind, RegionId region, int second, RandomStream draws)
    {
        var at = TimeSpan.FromSeconds(second + draws.NextDouble());
        var streaming = draws.NextDouble() < kind.StreamShare;
        var (prompt, output) = TokenTable.Published.Draw(kind.Workload, draws);
        return new Arrival(at, 0, kind.Model, region, kind.Tier, streaming, prompt, Math.Min(output, LongestOutput));
    }
}
