using System.Text.Json;
using System.Text.Json.Serialization;

namespace SageServe.Simulator;

/// <summary>What a run came to. Same scenario and seed, same bytes.</summary>
public sealed record SimulationReport
{
    public required ulong Seed { get; init; }

    /// <summary>Name of the scaling strategy, or <c>static</c>.</summary>
    public required string Strategy { get; init; }

    public required double RequestSeconds { get; init; }

    public required double EnvelopeHours { get; init; }

    public required int Requests { get; init; }

    public required int Completed { get; init; }

    /// <summary>Ended otherwise than completed.</summary>
    public required int Failed { get; init; }

    public required int Pending { get; init; }

    /// <summary>Requests that needed more than one attempt on a replica.</summary>
    public required int Retried { get; init; }

    /// <summary>Events of the run's clock.</summary>
    public long Events { get; init; }

    /// <summary>How often clients asked for interactive work; more than its requests where they asked again.</summary>
    public required long ClientTries { get; init; }

    /// <summary>Interactive requests whose clients asked more than once. Each counts once everywhere else, from its first try.</summary>
    public required int AskedAgain { get; init; }

    /// <summary>Patient requests that gave way to interactive ones while they ran, each time counted.</summary>
    [JsonIgnore]
    public int Evictions { get; init; }

    /// <summary>Output tokens that these had got, and will get again.</summary>
    [JsonIgnore]
    public long DiscardedTokens { get; init; }

    public required IReadOnlyList<TierReport> Tiers { get; init; }

    /// <summary>The same model by model.</summary>
    public IReadOnlyList<ModelReport> Models { get; init; } = [];

    /// <summary>The same tenant by tenant; null where the load names none.</summary>
    public IReadOnlyList<TenantReport>? Tenants { get; init; }

    public required double GpuHours { get; init; }

    /// <summary>What all pools cost together, and how much of it served nobody.</summary>
    public required CapacityReport Capacity { get; init; }

    public required IReadOnlyList<PoolReport> Pools { get; init; }

    public required IReadOnlyList<ScalingAction> Actions { get; init; }

    /// <summary>Whether these moves were worth it; null where nothing is planned.</summary>
    public ReceiptsReport? Receipts { get; init; }

    [JsonIgnore]
    public double CostUsd => Capacity.CostUsd;

    [JsonIgnore]
    public double WastedGpuHours => Capacity.WastedGpuHours;

    [JsonIgnore]
    public double WastedGpuHoursPaper => Capacity.WastedGpuHoursPaper;

    /// <summary>The run over time, when the scenario asked for it.</summary>
    public SeriesReport? Series { get; init; }

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, SimulatorJson.Default.SimulationReport);
}
