using System.Security.Cryptography;
using System.Text;

namespace SageServe.Gateway;

/// <summary>Work of one tenant that goes first in, first out: the lines of one batch, or the calls of one tenant that one gateway holds.</summary>
/// <param name="Id">Unique in its lane; at most <see cref="DeferredItemText.MaxGroupBytes"/> bytes. A batch's id, or begins with <see cref="HeldPrefix"/>.</param>
/// <param name="Tenant">Whose work it is; none for what an older program queued, until it is enqueued again.</param>
/// <param name="Deadline">When its work is due. Each enqueue says it anew: calls held later are due later.</param>
/// <param name="Gateway">The only gateway that may run it; null: any.</param>
public sealed record DeferredGroup(string Id, TenantId Tenant, Instant Deadline, string? Gateway = null)
{
    /// <summary>Begins the id of a group of held calls.</summary>
    public const string HeldPrefix = "flex-";

    /// <summary>Longer names of tenants stand as a digest in an id.</summary>
    private const int MostTenantCharacters = 24;

    /// <summary>The calls of a tenant that a gateway holds.</summary>
    public static string HeldId(string gateway, TenantId tenant)
    {
        var name = tenant.ToString();
        return name.Length <= MostTenantCharacters
            ? $"{HeldPrefix}{gateway}-{name}"
            : $"{HeldPrefix}{gateway}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, 16))}";
    }

    public static bool IsHeld(string id) => id.StartsWith(HeldPrefix, StringComparison.Ordinal);
}
