namespace SageServe.Simulator;

/// <summary>One source of a scenario's load, bound and checked.</summary>
internal interface IArrivalSource
{
    /// <summary>Ascending by time, from the start, within the duration.</summary>
    IEnumerable<SimulatedArrival> Arrivals(Instant start, TimeSpan duration, EnvelopeDocument envelope, RandomStream random);

    /// <summary>Demand in these bins before the start.</summary>
    /// <param name="bins">Beginnings, envelope time, ascending, equal steps.</param>
    /// <param name="length">Of a bin, envelope time.</param>
    /// <param name="start">Of the scenario, request time.</param>
    /// <param name="envelope">The second clock.</param>
    /// <param name="random">A stream that no run uses.</param>
    IEnumerable<DemandBin> Past(IReadOnlyList<Instant> bins, TimeSpan length, Instant start, EnvelopeDocument envelope, RandomStream random);
}
