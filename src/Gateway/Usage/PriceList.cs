using System.Collections.Frozen;

namespace SageServe.Gateway;

/// <summary>What a request costs: by the operator's table, else its share of the hardware's time at the catalog's price.</summary>
internal sealed class PriceList
{
    private const double Micro = 1e6;
    private const double SecondsPerHour = 3600;

    private readonly ServingCatalog _catalog;
    private readonly FrozenDictionary<(ModelId, ServiceTier), PriceOptions> _table;
    private readonly FrozenDictionary<ModelId, ThroughputProfile> _dearest;

    public PriceList(ServingCatalog catalog, GatewayOptions options)
    {
        _catalog = catalog;
        var models = catalog.Models.SelectMany(m => ServiceTiers.All.Select(t => (m.Id, Tier: t)));
        _table = models.Select(k => (Key: k, Price: Find(options.Prices, k.Id, k.Tier))).Where(p => p.Price is not null).ToFrozenDictionary(p => p.Key, p => p.Price!);
        _dearest = catalog.Document.Profiles.GroupBy(p => p.Model)
            .ToFrozenDictionary(g => g.Key, g => g.MaxBy(p => p.SecondsPerOutputToken * catalog.Accelerator(p.Accelerator).UsdPerReplicaHour)!);
    }

    /// <param name="model">The model.</param>
    /// <param name="tier">The tier that was used.</param>
    /// <param name="promptTokens">Prompt tokens.</param>
    /// <param name="outputTokens">Output tokens.</param>
    /// <param name="servedOn">The hardware; none, before it is known, takes the dearest.</param>
    public RequestCost Of(ModelId model, ServiceTier tier, long promptTokens, long outputTokens, AcceleratorId servedOn)
    {
        var profile = (servedOn.IsNone ? null : _catalog.FindProfile(model, servedOn)) ?? _dearest.GetValueOrDefault(model);
        var seconds = profile?.WorkSeconds(promptTokens, outputTokens) ?? 0;
        var hardware = profile is null ? null : _catalog.Accelerator(profile.Accelerator);
        var usd = _table.TryGetValue((model, tier), out var price)
            ? (promptTokens * price.PromptUsdPerMillion + outputTokens * price.OutputUsdPerMillion) / Micro
            : seconds / SecondsPerHour * (hardware?.UsdPerReplicaHour ?? 0);
        return new RequestCost(seconds * (hardware?.Gpus ?? 0), (long)Math.Ceiling(usd * Micro));
    }

    private static PriceOptions? Find(IReadOnlyList<PriceOptions> prices, ModelId model, ServiceTier tier) =>
        prices.FirstOrDefault(p => p.Model == model.Value && p.Tier == tier.WireName()) ?? prices.FirstOrDefault(p => p.Model == model.Value && p.Tier is null);
}
