namespace SageServe.Gateway;

/// <summary>One record of an answer.</summary>
/// <param name="Name">Whose, without the last dot.</param>
/// <param name="Type">What it is.</param>
/// <param name="Ttl">How long it lives.</param>
/// <param name="Host">Address of A and AAAA, target of SRV.</param>
/// <param name="Port">Of SRV; else 0.</param>
internal sealed record DnsRecord(string Name, DnsRecordType Type, TimeSpan Ttl, string Host, int Port);
