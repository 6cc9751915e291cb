using System.Collections.Immutable;
using SageServe.Planning;

namespace SageServe.Cli;

/// <summary>What the flags of <c>backtest</c> say, checked before anything is read.</summary>
internal sealed record BacktestOptions
{
    /// <summary>What is run without <c>--strategies</c>: three that a live scaler can run, ours, and the two bounds.</summary>
    public const string DefaultStrategies = "reactive,reactive-tuned,lt-ua,lead-quantile,perfect-mean,clairvoyant";

    /// <summary>Days that one backtest may read.</summary>
    public const int MostDays = 92;

    /// <summary>Of a Prometheus server; null for a file.</summary>
    public string? Prometheus { get; init; }

    /// <summary>To that server.</summary>
    public PrometheusLogin Login { get; init; } = new();

    /// <summary>Null for a Prometheus.</summary>
    public string? File { get; init; }

    public required string Catalog { get; init; }

    /// <summary>Days tested; null leaves it to what there is.</summary>
    public double? Days { get; init; }

    /// <summary>Days before those that forecasts are told; null leaves it to what there is.</summary>
    public double? HistoryDays { get; init; }

    /// <summary>End of the test; null is now, or the end of the file.</summary>
    public Instant? Until { get; init; }

    public required ImmutableArray<string> Strategies { get; init; }

    public required ImmutableArray<ulong> Seeds { get; init; }

    public int Jobs { get; init; } = 1;

    /// <summary>Share of requests and fleet.</summary>
    public double Scale { get; init; } = 1;

    /// <summary>Days that are not like others, and the file that says so; null without one.</summary>
    public (string File, LoadCalendar Days)? Calendar { get; init; }

    public string Sizes { get; init; } = RecordedLoad.SizeShapes[0];

    public ImmutableArray<KeyValuePair<string, string>> Set { get; init; } = [];

    public string? Json { get; init; }

    public string? Html { get; init; }

    /// <summary>Where the record comes from, for people.</summary>
    public string Source => Prometheus?.TrimEnd('/') ?? File!;
}
