using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace SageServe.ClusterKit;

/// <summary>Everything that is asked of objects but watches.</summary>
internal sealed class ObjectRequests(ApiServer server)
{
    private readonly ListAnswer _lists = new(server);
    private readonly ObjectWrites _writes = new(server);
    private readonly ObjectDeletes _deletes = new(server);

    public async Task<(int Status, JsonObject Body)> AnswerAsync(HttpRequest request, ApiRoute route)
    {
        var body = await BodyAsync(request);
        return (request.Method, route.Name) switch
        {
            ("GET", null) => (200, _lists.Answer(route, request.Query)),
            ("GET", _) => (200, Shown(route)),
            ("POST", null) => (201, _writes.Create(route, Object(body))),
            ("PUT", not null) => _writes.Replace(route, Object(body)),
            ("PATCH", not null) => (200, _writes.Patch(route, request.ContentType?.Split(';')[0] ?? "", body ?? throw ApiException.BadRequest("the patch is empty"))),
            ("DELETE", null) => (200, _deletes.DeleteAll(route, WatchAnswer.Wanted(server, route, request.Query), body as JsonObject)),
            ("DELETE", _) => (200, _deletes.Delete(route.Key, body as JsonObject, request.Query)),
            _ => throw new ApiException(405, "MethodNotAllowed", "the server does not allow this method on the requested resource", []),
        };
    }

    private JsonObject Shown(ApiRoute route)
    {
        var item = server.Store.Find(route.Key) ?? throw ApiException.NotFound(route.Type, route.Name!);
        return route.Subresource == "scale" ? ScaleView.Of(route.Type, item) : item;
    }

    private static JsonObject Object(JsonNode? body) => body as JsonObject ?? throw ApiException.BadRequest("the body is no object");

    private static async Task<JsonNode?> BodyAsync(HttpRequest request)
    {
        using var bytes = new MemoryStream();
        await request.Body.CopyToAsync(bytes);
        if (bytes.Length == 0)
        {
            return null;
        }

        if (request.ContentType?.Contains("protobuf", StringComparison.Ordinal) == true || request.ContentType?.Contains("yaml", StringComparison.Ordinal) == true)
        {
            throw new ApiException(415, "UnsupportedMediaType", $"the body of the request was in an unknown format - accepted media types include: application/json, not {request.ContentType}");
        }

        return JsonNode.Parse(bytes.ToArray());
    }
}
