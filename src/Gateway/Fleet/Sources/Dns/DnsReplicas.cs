using System.Globalization;

namespace SageServe.Gateway;

/// <summary>Makes replicas of resolved addresses; the address is the id, so that a replica that comes back is the same.</summary>
internal static class DnsReplicas
{
    public static FleetReplica Of(DnsNameOptions name, DnsRecord record)
    {
        var host = record.Type == DnsRecordType.Aaaa ? $"[{record.Host}]" : record.Host;
        var place = string.Create(CultureInfo.InvariantCulture, $"{host}:{record.Port}");
        return new FleetReplica(
            new InstanceId($"{name.Model}@{place}"),
            new ModelId(name.Model),
            new AcceleratorId(name.Accelerator),
            $"{name.Scheme}://{place}",
            CapacityType: name.CapacityType,
            Revision: name.Revision);
    }
}
