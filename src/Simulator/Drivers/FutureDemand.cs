using System.Collections.Immutable;

namespace SageServe.Simulator;

/// <summary>
/// Demand that has not come yet, for the bounds that plan with it: a second reading of the arrivals, only as far ahead as was asked.
/// Keeps bins, no requests. What lies beyond the scenario's end is not told.
/// </summary>
internal sealed class FutureDemand : IDisposable
{
    private readonly SimulationScenario _scenario;
    private readonly IEnumerator<SimulatedArrival> _ahead;
    private readonly DemandMeter _meter;
    private Instant _open;
    private bool _hasMore;

    public FutureDemand(SimulationScenario scenario, TimeSpan bin)
    {
        _scenario = scenario;
        _meter = new DemandMeter(bin, scenario.Envelope.Speed);
        _ahead = (scenario.Preview ?? throw new ArgumentException(
            $"Strategy '{scenario.Planning?.Strategy}' knows the future, but the scenario's arrivals can't be read ahead (Preview is not set).", nameof(scenario)))().GetEnumerator();
        _hasMore = _ahead.MoveNext();
        _open = scenario.Envelope.ToEnvelope(scenario.Start).FloorTo(bin);
    }

    /// <summary>Whole bins that start within [from, until), envelope time. Calls go forward in time.</summary>
    public ImmutableArray<DemandBin> Within(Instant from, Instant until)
    {
        var end = Instant.Earlier(until, _scenario.Envelope.ToEnvelope(_scenario.Start + _scenario.Duration));
        for (; _open + _meter.Bin <= end; _open += _meter.Bin)
        {
            while (_hasMore && _scenario.Envelope.ToEnvelope(_ahead.Current.At) < _open + _meter.Bin)
            {
                Count(_ahead.Current);
                _hasMore = _ahead.MoveNext();
            }

            _meter.Close(_open, whole: true);
        }

        return _meter.Since(from.FloorTo(_meter.Bin));
    }

    public void Dispose() => _ahead.Dispose();

    private void Count(in SimulatedArrival arrival) =>
        _meter.Of(new DemandSeriesId(arrival.Model, arrival.Origin, arrival.Tier)).Count(arrival);
}
