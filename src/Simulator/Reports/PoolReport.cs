using System.Text.Json.Serialization;

namespace SageServe.Simulator;

/// <summary>What one pool held and cost; envelope time.</summary>
/// <param name="Pool">Its id.</param>
/// <param name="GpuHours">Paid for: replicas from allocation to release, cold starts included, and machines kept asleep or standing by.</param>
/// <param name="Started">Replicas that held GPUs, those of the beginning included.</param>
/// <param name="PeakReplicas">The most at one time.</param>
/// <param name="Capacity">What it cost, and how much of it served nobody.</param>
public sealed record PoolReport(string Pool, double GpuHours, int Started, int PeakReplicas, CapacityReport Capacity)
{
    /// <summary>The model that it serves.</summary>
    [JsonIgnore]
    public ModelId Model { get; init; }

    /// <summary>How its replicas shared the work; null when it served nothing.</summary>
    public ServingReport? Serving { get; init; }
}
