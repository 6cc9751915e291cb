using System.Net.Http.Headers;
using System.Text.Json;

namespace SageServe.Cli;

/// <summary>Keys of a running gateway, wherever it keeps them.</summary>
internal sealed class AdminKeyShelf(AdminApi admin) : IKeyShelf
{
    public async Task<KeysDocument> ListAsync(CancellationToken stop) =>
        JsonSerializer.Deserialize(await admin.SendAsync(HttpMethod.Get, "/admin/keys", null, stop), SharedJson.Default.KeysDocument)!;

    public async Task<CreatedKey> CreateAsync(KeyGrant grant, CancellationToken stop)
    {
        using var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(grant, SharedJson.Default.KeyGrant));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return JsonSerializer.Deserialize(await admin.SendAsync(HttpMethod.Post, "/admin/keys", content, stop), SharedJson.Default.CreatedKey)!;
    }

    public Task RevokeAsync(string id, CancellationToken stop) => admin.SendAsync(HttpMethod.Delete, "/admin/keys/" + Uri.EscapeDataString(id), null, stop);

    public async Task LimitAsync(TenantDocument tenant, CancellationToken stop)
    {
        var path = "/admin/tenants/" + Uri.EscapeDataString(tenant.Tenant.Value);
        if (tenant.Limits.IsNone)
        {
            await admin.SendAsync(HttpMethod.Delete, path, null, stop);
            return;
        }

        using var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(tenant.Limits, SharedJson.Default.KeyLimits));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        await admin.SendAsync(HttpMethod.Put, path, content, stop);
    }

    public void Dispose() => admin.Dispose();
}
