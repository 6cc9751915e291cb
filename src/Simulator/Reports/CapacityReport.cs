namespace SageServe.Simulator;

/// <summary>What capacity cost and how much of it served nobody, of one pool or of all; envelope time, up to the end of the run.</summary>
public sealed record CapacityReport
{
    /// <summary>GPU-hours at the price of the hardware and the way of payment; donated hours cost nothing.</summary>
    public required double CostUsd { get; init; }

    /// <summary>
    /// Paid for and not serving: start-up, replicas that never became ready, from the beginning of a drain to its end, machines kept
    /// asleep or standing by. Ready replicas with nothing to do are in <see cref="IdleGpuHours"/> instead.
    /// </summary>
    public required double WastedGpuHours { get; init; }

    /// <summary>
    /// As the paper counts waste from scaling (its data, day one): 2.5 min for each start on a machine that had the model already, 10 min for
    /// each other one, times the GPUs of a replica.
    /// </summary>
    public required double WastedGpuHoursPaper { get; init; }

    /// <summary>Ready with nothing running.</summary>
    public required double IdleGpuHours { get; init; }

    /// <summary>Given to other work and not paid for.</summary>
    public required double DonatedGpuHours { get; init; }

    /// <summary>Replicas started during the run.</summary>
    public required int ScaleOuts { get; init; }

    /// <summary>Replicas that the planner stopped.</summary>
    public required int ScaleIns { get; init; }

    /// <summary>Replicas stopped, lost or failed before they were ready.</summary>
    public required int NeverReady { get; init; }

    /// <summary>Replicas gone without having been asked to: crashes, spot reclaims, outages, failed starts.</summary>
    public required int Lost { get; init; }

    /// <summary>Starts by kind, those that happened; <c>initial</c> serves from the beginning.</summary>
    public required SortedDictionary<string, int> Starts { get; init; }
}
