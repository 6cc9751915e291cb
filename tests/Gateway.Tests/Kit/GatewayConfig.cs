using System.Text.Json.Nodes;

namespace SageServe.Gateway.Tests;

/// <summary>The configuration file of a gateway under test.</summary>
internal static class GatewayConfig
{
    public static JsonObject For(GatewaySetup setup, TemporaryFolder folder, string url, string adminUrl, string? keys)
    {
        var config = Defaults(setup, folder, url, adminUrl, keys);
        var gateway = config["Gateway"]!.AsObject();
        setup.Adjust?.Invoke(gateway);
        if (gateway["Siblings"] is JsonObject siblings)
        {
            // Several gateways share files and index, or they don't start; their tests are of interactive traffic, and need no store that answers.
            gateway["Files"] ??= new JsonObject { ["Shared"] = true };
            gateway["Store"] ??= new JsonObject { ["Kind"] = "redis", ["Redis"] = (string?)siblings["Redis"] ?? "127.0.0.1:1" };
        }

        setup.AdjustAll?.Invoke(config);
        return config;
    }

    private static JsonObject Defaults(GatewaySetup setup, TemporaryFolder folder, string url, string adminUrl, string? keys) => new()
    {
        ["Gateway"] = new JsonObject
        {
            ["Region"] = setup.Region,
            ["PublicUrl"] = url,
            ["AdminUrl"] = adminUrl,
            ["CatalogFile"] = folder["catalog.json"],
            ["FleetFile"] = folder["fleet.json"],
            ["PlanFile"] = folder["plan.json"],
            ["KeysFile"] = keys,
            ["DataDirectory"] = folder["data"],
            ["PeerSecret"] = "a secret of tests",
            ["Peers"] = setup.Peer is { } peer ? new JsonArray(new JsonObject { ["Region"] = peer.Region, ["Url"] = peer.Url }) : new JsonArray(),
            ["ScrapeInterval"] = "00:00:00.050",
            ["PeerInterval"] = "00:00:00.050",
            ["MaxBodyBytes"] = setup.MaxBodyBytes,
            ["Routing"] = setup.Routing?.DeepClone() ?? new JsonObject(),
        },
        ["Envelope"] = new JsonObject { ["RealEpoch"] = "2026-01-01T00:00:00Z", ["EnvelopeEpoch"] = "2026-01-01T00:00:00Z", ["Speed"] = setup.Speed },
        ["DecisionLog"] = new JsonObject { ["File"] = setup.RecordsDecisions ? folder["decisions.jsonl"] : null, ["Lossless"] = true },
    };
}
