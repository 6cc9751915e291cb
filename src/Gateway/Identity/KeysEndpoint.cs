using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using SageServe.Hosting;

namespace SageServe.Gateway;

/// <summary><c>/admin/keys</c> and <c>/admin/tenants</c>: creates, lists and revokes API keys, and limits tenants. A key is told once, in the answer to its creation.</summary>
internal sealed class KeysEndpoint(KeyIdentity identity, SteadyClock clock)
{
    private const int MaxBody = 64 * 1024;

    public Task ListAsync(HttpContext http) => RunAsync(http, store => Task.FromResult(
        JsonSerializer.SerializeToUtf8Bytes(store.Ring!.Document with { Keys = [.. store.Ring.Document.Keys.Select(Shown)] }, SharedJson.Default.KeysDocument)));

    public Task CreateAsync(HttpContext http) => RunAsync(http, async store =>
    {
        var (body, error) = await BodyReader.ReadJsonAsync(http, MaxBody);
        using (body)
        {
            var created = ApiKeySecret.Create(Grant(body, error), clock.Now);
            await store.AddAsync(created.Details, http.RequestAborted);
            http.Response.StatusCode = StatusCodes.Status201Created;
            return JsonSerializer.SerializeToUtf8Bytes(created with { Details = Shown(created.Details) }, SharedJson.Default.CreatedKey);
        }
    });

    public Task RevokeAsync(HttpContext http) => RunAsync(http, async store =>
    {
        var id = (string)http.Request.RouteValues["id"]!;
        return await store.RemoveAsync(id, http.RequestAborted)
            ? JsonSerializer.SerializeToUtf8Bytes(new DeletedDocument(id, "key", true), BatchJson.Default.DeletedDocument)
            : throw new ApiRefusal(new ApiError(StatusCodes.Status404NotFound, ApiErrors.InvalidRequestType, "key_not_found", $"There is no key '{id}'."));
    });

    /// <summary><c>PUT /admin/tenants/NAME</c> with limits: what all keys of the tenant may use together.</summary>
    public Task SetTenantAsync(HttpContext http) => RunAsync(http, async store =>
    {
        var (body, error) = await BodyReader.ReadJsonAsync(http, MaxBody);
        using (body)
        {
            var tenant = new TenantDocument(new TenantId((string)http.Request.RouteValues["tenant"]!), Read(body, error, SharedJson.Default.KeyLimits));
            Require(KeyRules.Check(tenant));
            await store.SetTenantAsync(tenant, http.RequestAborted);
            return JsonSerializer.SerializeToUtf8Bytes(tenant, SharedJson.Default.TenantDocument);
        }
    });

    /// <summary>From then on only the keys' own limits hold.</summary>
    public Task RemoveTenantAsync(HttpContext http) => RunAsync(http, async store =>
    {
        var name = (string)http.Request.RouteValues["tenant"]!;
        return await store.RemoveTenantAsync(new TenantId(name), http.RequestAborted)
            ? JsonSerializer.SerializeToUtf8Bytes(new DeletedDocument(name, "tenant", true), BatchJson.Default.DeletedDocument)
            : throw new ApiRefusal(new ApiError(StatusCodes.Status404NotFound, ApiErrors.InvalidRequestType, "tenant_not_found", $"Tenant '{name}' has no limits of its own."));
    });

    private async Task RunAsync(HttpContext http, Func<IKeyStore, Task<byte[]>> action)
    {
        http.Response.Headers.CacheControl = "no-store";
        ApiError error;
        try
        {
            if (identity.Store is { Ring: not null } store)
            {
                var json = await action(store);
                http.Response.ContentType = "application/json";
                await http.Response.Body.WriteAsync(json, http.RequestAborted);
                return;
            }

            error = identity.Store is null ? ApiErrors.NoKeyStore : ApiErrors.KeysAway;
        }
        catch (ApiRefusal refusal)
        {
            error = refusal.Error;
        }
        catch (KeyStoreException e)
        {
            error = ApiErrors.KeysNotChanged(e.Message);
        }

        await ApiErrorWriter.WriteAsync(http.Response, error, http.RequestAborted);
    }

    private static KeyGrant Grant(PooledBody? body, ApiError? error)
    {
        var grant = Read(body, error, SharedJson.Default.KeyGrant);
        Require(KeyRules.Check(grant));
        return grant;
    }

    private static void Require(IReadOnlyList<string> problems)
    {
        if (problems.Count > 0)
        {
            throw new ApiRefusal(ApiErrors.Invalid("invalid_key_request", string.Join(" ", problems)));
        }
    }

    private static T Read<T>(PooledBody? body, ApiError? error, JsonTypeInfo<T> type)
    {
        if (error is not null)
        {
            throw new ApiRefusal(error);
        }

        try
        {
            return JsonSerializer.Deserialize(body!.Span, type) ?? throw new ApiRefusal(ApiErrors.InvalidJson("it is null."));
        }
        catch (JsonException e)
        {
            throw new ApiRefusal(ApiErrors.InvalidJson(e.Message));
        }
    }

    private static KeyDocument Shown(KeyDocument key) => key with { Id = key.EffectiveId, Sha256 = null };
}
