using System.Collections.Immutable;

namespace SageServe.Cli;

/// <summary>What really ran in the tested time, as the metrics tell it; of a thinned test the same share of it.</summary>
/// <param name="GpuHours">Of replicas that start, serve or drain.</param>
/// <param name="CostUsd">At the catalog's prices.</param>
/// <param name="Started">Rises of the pools' replica counts.</param>
/// <param name="Stopped">Falls of them.</param>
/// <param name="KnownShare">Of the time in which replicas were counted; the figures are its means over all of the time.</param>
/// <param name="Attainment">By tier, where gateways counted it.</param>
/// <param name="Replicas">Mean of each step: hours since 1970, replicas of all pools.</param>
/// <param name="Notes">What could not be counted.</param>
internal sealed record RanFleet(
    double GpuHours,
    double CostUsd,
    double Started,
    double Stopped,
    double KnownShare,
    ImmutableSortedDictionary<string, double> Attainment,
    ImmutableArray<(double Hours, double Replicas)> Replicas,
    ImmutableArray<string> Notes);
