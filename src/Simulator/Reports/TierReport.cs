using System.Text.Json.Serialization;

namespace SageServe.Simulator;

/// <summary>What the requests of one tier got.</summary>
public sealed record TierReport
{
    public required string Tier { get; init; }

    public required int Requests { get; init; }

    public required SortedDictionary<string, int> Outcomes { get; init; }

    /// <summary>Without an end when the run stopped.</summary>
    public required int Pending { get; init; }

    /// <summary>Streams only; arrival to first token.</summary>
    public Quantiles? TtftSeconds { get; init; }

    /// <summary>Mean time between tokens of each completed request.</summary>
    public Quantiles? TbtSeconds { get; init; }

    /// <summary>Arrival to the last token of completed requests.</summary>
    public Quantiles? E2eSeconds { get; init; }

    /// <summary>Requests that met their target over requests that arrived (DESIGN 5.11); pending ones that are not late yet are left out.</summary>
    public double? SloAttainment { get; init; }

    /// <summary>The same against the fixed TTFT target alone.</summary>
    public double? SloAttainmentFixed { get; init; }

    /// <summary>What <see cref="TtftSeconds"/> was read from; runs under several seeds are put together with it.</summary>
    [JsonIgnore]
    public QuantileSketch Ttft { get; init; } = new();

    /// <summary>What <see cref="TbtSeconds"/> was read from.</summary>
    [JsonIgnore]
    public QuantileSketch Tbt { get; init; } = new();

    /// <summary>What <see cref="E2eSeconds"/> was read from.</summary>
    [JsonIgnore]
    public QuantileSketch E2e { get; init; } = new();

    public required long PromptTokens { get; init; }

    public required long OutputTokens { get; init; }

    /// <summary>Prompt tokens of the requests that completed.</summary>
    [JsonIgnore]
    public long CompletedPromptTokens { get; init; }

    /// <summary>Output tokens of the requests that completed.</summary>
    [JsonIgnore]
    public long CompletedOutputTokens { get; init; }
}
