namespace SageServe.Gateway;

/// <summary>The types that are asked for (RFC 1035, 3596, 2782).</summary>
internal enum DnsRecordType
{
    A = 1,
    Aaaa = 28,
    Srv = 33,
}
