using System.Collections.Frozen;

namespace SageServe.Gateway;

/// <summary>What a request costs: by the operator's table, else its share of the hardware's time at the catalog's price.</summary>
internal sealed class PriceList
{
    private const double Micro = 1e6;
    private const double SecondsPerHour = 3600;

    private volatile Prices _current;

    public PriceList(ServingCatalog catalog, GatewayOptions options) => _current = PricesOf(catalog, options);

    /// <summary>Other prices from here on.</summary>
    public void Change(ServingCatalog catalog, GatewayOptions options) => _current = PricesOf(catalog, options);

    private static Prices PricesOf(ServingCatalog catalog, GatewayOptions options)
    {
        var models = catalog.Models.SelectMany(m => ServiceTiers.All.Select(t => (m.Id, Tier: t)));
        var table = models.Select(k => (Key: k, Price: Find(options.Prices, k.Id, k.Tier))).Where(p => p.Price is not null).ToFrozenDictionary(p => p.Key, p => p.Price!);
        var dearest = catalog.Document.Profiles.GroupBy(p => p.Model)
            .ToFrozenDictionary(g => g.Key, g => g.MaxBy(p => p.SecondsPerOutputToken * catalog.Accelerator(p.Accelerator).UsdPerReplicaHour)!);
        return new Prices(catalog, table, dearest);
    }

    /// <param name="model">The model.</param>
    /// <param name="tier">The tier that was used.</param>
    /// <param name="promptTokens">Prompt tokens.</param>
    /// <param name="outputTokens">Output tokens.</param>
    /// <param name="servedOn">The hardware; none, before it is known, takes the dearest.</param>
    public RequestCost Of(ModelId model, ServiceTier tier, long promptTokens, long outputTokens, AcceleratorId servedOn)
    {
        var prices = _current;
        var profile = (servedOn.IsNone ? null : prices.Catalog.FindProfile(model, servedOn)) ?? prices.Dearest.GetValueOrDefault(model);
        var seconds = profile?.WorkSeconds(promptTokens, outputTokens) ?? 0;
        var hardware = profile is null ? null : prices.Catalog.Accelerator(profile.Accelerator);
        var usd = prices.Table.TryGetValue((model, tier), out var price)
            ? (promptTokens * price.PromptUsdPerMillion + outputTokens * price.OutputUsdPerMillion) / Micro
            : seconds / SecondsPerHour * (hardware?.UsdPerReplicaHour ?? 0);
        return new RequestCost(seconds * (hardware?.Gpus ?? 0), (long)Math.Ceiling(usd * Micro));
    }

    private static PriceOptions? Find(IReadOnlyList<PriceOptions> prices, ModelId model, ServiceTier tier) =>
        prices.FirstOrDefault(p => p.Model == model.Value && p.Tier == tier.WireName()) ?? prices.FirstOrDefault(p => p.Model == model.Value && p.Tier is null);

    private sealed record Prices(
        ServingCatalog Catalog, FrozenDictionary<(ModelId, ServiceTier), PriceOptions> Table, FrozenDictionary<ModelId, ThroughputProfile> Dearest);
}
