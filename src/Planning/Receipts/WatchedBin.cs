namespace SageServe.Planning;

/// <summary>One bin that is over, as a receipt takes it in; null is not known.</summary>
/// <param name="Start">Of the bin.</param>
/// <param name="End">Of the bin.</param>
/// <param name="Sample">What ticks saw in it.</param>
/// <param name="Offered">Demand of all that the pool serves at once.</param>
/// <param name="Named">Demand of the receipt's tiers.</param>
/// <param name="Slo">Requests of the deployment that ended in it.</param>
internal readonly record struct WatchedBin(Instant Start, Instant End, PoolSample? Sample, double? Offered, double? Named, SloTally? Slo);
