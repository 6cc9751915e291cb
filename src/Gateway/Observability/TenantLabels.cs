using SageServe.Hosting;

namespace SageServe.Gateway;

/// <summary>Tenants as values of a label: the first thousand by name, the others as <see cref="LabelCap.Other"/>; the same ones in every metric.</summary>
internal sealed class TenantLabels
{
    private readonly LabelCap _cap = new();

    public string Of(TenantId tenant) => _cap.Of(tenant.Value);
}
