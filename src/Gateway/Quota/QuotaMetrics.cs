using Prometheus;
using SageServe.Hosting;

namespace SageServe.Gateway;

/// <summary>Figures of limits: what they refuse, and whether gateways still share them.</summary>
internal sealed class QuotaMetrics(TenantLabels tenants)
{
    private readonly Counter _refused = Instruments.Counter(MetricNames.QuotaRefused);
    private readonly Counter _failures = Instruments.Counter(MetricNames.QuotaSyncFailures);
    private readonly Gauge _cut = Instruments.Gauge(MetricNames.QuotaCut);

    public void Refused(TenantId tenant, QuotaKind limit) => _refused.WithLabels(tenants.Of(tenant), limit.ToString().ToLowerInvariant()).Inc();

    public void SyncFailed() => _failures.Inc();

    public void Linked(QuotaLink link) => _cut.Set(link.Mode == QuotaMode.Cut ? 1 : 0);
}
