namespace SageServe.ClusterHour;

/// <summary>Who had a lease, by the writes of it.</summary>
internal static class LeaseLines
{
    /// <summary>The first who took the lease after this, other than the one who had it; null: nobody.</summary>
    public static AuditLine? Taken(IEnumerable<AuditLine> lines, string lease, DateTimeOffset after, string before) =>
        lines.FirstOrDefault(l => l.Resource == "leases" && l.Name == lease && l.At >= after && Holder(l) is { Length: > 0 } holder && holder != before);

    /// <summary>The first who had it after this, whoever that is; null: nobody.</summary>
    public static AuditLine? Renewed(IEnumerable<AuditLine> lines, string lease, DateTimeOffset after) =>
        lines.FirstOrDefault(l => l.Resource == "leases" && l.Name == lease && l.At > after && Holder(l) is { Length: > 0 });

    private static string? Holder(AuditLine line) => line.Body.Text("spec.holderIdentity");
}
