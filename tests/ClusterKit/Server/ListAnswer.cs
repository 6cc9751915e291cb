using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace SageServe.ClusterKit;

/// <summary>Lists collections, in pages where a limit is asked for; all pages show the same moment.</summary>
internal sealed class ListAnswer(ApiServer server)
{
    public JsonObject Answer(ApiRoute route, IQueryCollection query)
    {
        var limit = int.TryParse(query["limit"], out var number) && !server.Misbehaviour.HasFlag(Misbehaviour.IgnoresLimit) ? number : 0;
        var page = query["continue"] is [{ Length: > 0 } token]
            ? server.Store.NextPage(token, limit)
            : server.Store.Page(route.Type, route.Namespace, WatchAnswer.Wanted(server, route, query), limit);
        var metadata = new JsonObject { ["resourceVersion"] = page.Version.ToString() };
        if (page.Rest.Length > 0)
        {
            metadata["continue"] = server.Store.Remember(page);
            metadata["remainingItemCount"] = page.Rest.Length;
        }

        return new JsonObject
        {
            ["kind"] = route.Type.Kind + "List",
            ["apiVersion"] = route.Type.ApiVersion,
            ["metadata"] = metadata,
            ["items"] = new JsonArray([.. page.Items.Select(Item)]),
        };
    }

    // Items of built-in kinds come without kind and apiVersion.
    private static JsonNode Item(JsonObject item) => item.DeepClone();
}
