namespace SageServe.Planning;

/// <summary>Demand of one bin, in the measure of whom it is told for: prompt tokens per second of a pool, engines of a group's units; null where not known.</summary>
internal delegate double? BinDemand(DemandHistory history, long bin);
