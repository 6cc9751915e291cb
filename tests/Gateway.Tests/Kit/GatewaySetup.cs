using System.Text.Json.Nodes;

namespace SageServe.Gateway.Tests;

/// <summary>What differs between the gateways of the tests.</summary>
internal sealed record GatewaySetup
{
    public string Region { get; init; } = "east";

    /// <summary>Null takes a free port.</summary>
    public string? Url { get; init; }

    public (string Region, string Url)? Peer { get; init; }

    public TimeSpan? HoldLimit { get; init; }

    public string? KeysJson { get; init; }

    public int MaxBodyBytes { get; init; } = 1_000_000;

    public double Speed { get; init; } = 1;

    public bool RecordsDecisions { get; init; }

    public bool AwaitsReady { get; init; } = true;

    /// <summary>Null takes the tests' catalog.</summary>
    public CatalogDocument? Catalog { get; init; }

    /// <summary>Null takes the machine's clock.</summary>
    public TimeProvider? Time { get; init; }

    public JsonObject? Routing { get; init; }

    /// <summary>Sees what passes the configured log filters; null: nobody but the console.</summary>
    public LogCatcher? Log { get; init; }

    /// <summary>Changes the section <c>Gateway</c> before it is written.</summary>
    public Action<JsonObject>? Adjust { get; init; }

    /// <summary>Changes the whole file before it is written.</summary>
    public Action<JsonObject>? AdjustAll { get; init; }
}
