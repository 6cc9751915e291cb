using System.Collections.Concurrent;
using Prometheus;
using SageServe.Hosting;

namespace SageServe.Gateway;

/// <summary>Counts a request that has ended for whoever pays for it. Tenants that come from outside are capped as labels, not in the ledger.</summary>
internal sealed class UsageMeter(UsageLedger ledger, PriceList prices, FleetDirectory fleet, TenantLabels tenants)
{
    private readonly Counter _requests = Instruments.Counter(MetricNames.UsageRequests);
    private readonly Counter _tokens = Instruments.Counter(MetricNames.UsageTokens);
    private readonly Counter _usd = Instruments.Counter(MetricNames.UsageUsd);
    private readonly Counter _gpu = Instruments.Counter(MetricNames.UsageGpuSeconds);
    private readonly ConcurrentDictionary<(string Tenant, ModelId Model, ServiceTier Tier), Children> _children = new();

    /// <param name="keyId">The key that it came with; null for none.</param>
    /// <param name="seen">What happened.</param>
    /// <returns>What it costs, in millionths of a dollar.</returns>
    public long Count(string? keyId, RequestObservation seen)
    {
        if (Used(seen) is not { } used)
        {
            return 0;
        }

        var servedOn = seen.Instance.IsNone ? default : fleet.AcceleratorOf(seen.Instance);
        var cost = prices.Of(seen.Model, seen.Tier, used.Prompt, used.Output, servedOn);
        ledger.Count(
            new UsageKey(UsageKey.DayOf(seen.EndedAt), seen.Tenant.Value, keyId ?? UsageKey.NoKey, seen.Model.Value, seen.Tier),
            new UsageAmount(1, used.Prompt, used.Output, (long)Math.Round(cost.GpuSeconds * 1000), cost.MicroUsd));
        _children.GetOrAdd((tenants.Of(seen.Tenant), seen.Model, seen.Tier), static (k, meter) => new Children(meter, k.Tenant, k.Model, k.Tier), this).Add(used, cost);
        return cost.MicroUsd;
    }

    // The same rule as of limits: what failed on our side, and what was refused, costs nothing.
    private static (long Prompt, long Output)? Used(RequestObservation seen) =>
        QuotaTicket.Used(seen, 0) is { Tokens: > 0 } ? (seen.PromptTokens, seen.OutputTokens) : null;

    private sealed class Children(UsageMeter meter, string tenant, ModelId model, ServiceTier tier)
    {
        private readonly Counter.Child _requests = meter._requests.WithLabels(tenant, model.Value, tier.WireName());
        private readonly Counter.Child _prompt = meter._tokens.WithLabels(tenant, model.Value, tier.WireName(), "prompt");
        private readonly Counter.Child _output = meter._tokens.WithLabels(tenant, model.Value, tier.WireName(), "output");
        private readonly Counter.Child _usd = meter._usd.WithLabels(tenant, model.Value, tier.WireName());
        private readonly Counter.Child _gpu = meter._gpu.WithLabels(tenant, model.Value, tier.WireName());

        public void Add((long Prompt, long Output) used, RequestCost cost)
        {
            _requests.Inc();
            _prompt.Inc(used.Prompt);
            _output.Inc(used.Output);
            _usd.Inc(cost.MicroUsd / 1e6);
            _gpu.Inc(cost.GpuSeconds);
        }
    }
}
