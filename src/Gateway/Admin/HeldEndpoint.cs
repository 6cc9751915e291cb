using System.Text.Json;

namespace SageServe.Gateway;

/// <summary>
/// <c>GET /admin/held?id=A&amp;id=B</c>: what this gateway still holds of each replica. A scaler that drains asks every gateway of its region and
/// takes a replica away when all have let go of it.
/// </summary>
internal sealed class HeldEndpoint(DispatchTable dispatchers, SiblingIdentity identity, GatewayOptions options)
{
    private const int Most = 256;

    public Task WriteAsync(HttpContext http)
    {
        var ids = http.Request.Query["id"].OfType<string>().Where(id => id.Length > 0).Distinct().Order(StringComparer.Ordinal).ToArray();
        if (ids.Length is 0 or > Most)
        {
            return ApiErrorWriter.WriteAsync(http.Response, WrongCount(ids.Length), http.RequestAborted);
        }

        var document = new HeldDocument(new RegionId(options.Region), identity.Id, [.. ids.Select(id => dispatchers.ReadHeld(new InstanceId(id)))]);
        http.Response.ContentType = "application/json";
        http.Response.Headers.CacheControl = "no-store";
        return http.Response.Body.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(document, SharedJson.Default.HeldDocument), http.RequestAborted).AsTask();
    }

    private static ApiError WrongCount(int count) => new(
        StatusCodes.Status400BadRequest, ApiErrors.InvalidRequestType, "invalid_id", $"Name 1 to {Most} replicas, each as id=NAME; {count} are named.", "id");
}
