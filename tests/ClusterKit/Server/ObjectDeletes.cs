using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace SageServe.ClusterKit;

/// <summary>Deletes: a pod that runs somewhere is asked to end and goes when its node is done, everything else goes at once.</summary>
internal sealed class ObjectDeletes(ApiServer server)
{
    public JsonObject Delete(ObjectKey key, JsonObject? options, IQueryCollection query)
    {
        var current = server.Store.Find(key) ?? throw ApiException.NotFound(key.Type, key.Name);
        CheckPreconditions(key, current, options);
        var asked = options.Number("gracePeriodSeconds") ?? (int.TryParse(query["gracePeriodSeconds"], out var seconds) ? seconds : null);
        var gone = PodDeletion.Ask(server.Store, key, asked);
        return key.Type == ResourceTypes.Pods ? gone ?? current : Success(key, current);
    }

    public JsonObject DeleteAll(ApiRoute route, Func<JsonObject, bool> wanted, JsonObject? options)
    {
        var items = server.Store.List(route.Type, route.Namespace).Where(wanted).ToArray();
        foreach (var item in items)
        {
            PodDeletion.Ask(server.Store, ObjectKey.Of(route.Type, item), options.Number("gracePeriodSeconds"));
        }

        return new JsonObject
        {
            ["kind"] = route.Type.Kind + "List", ["apiVersion"] = route.Type.ApiVersion,
            ["metadata"] = new JsonObject { ["resourceVersion"] = server.Store.Version.ToString() }, ["items"] = new JsonArray([.. items]),
        };
    }

    private void CheckPreconditions(ObjectKey key, JsonObject current, JsonObject? options)
    {
        if (options.Text("preconditions.uid") is { } uid && uid != current.Text("metadata.uid"))
        {
            throw ApiException.Conflict(key.Type, key.Name, $"Precondition failed: UID in precondition: {uid}, UID in object meta: {current.Text("metadata.uid")}");
        }

        if (server.Store.ChecksVersions && options.Text("preconditions.resourceVersion") is { } version && version != current.Text("metadata.resourceVersion"))
        {
            throw ApiException.Conflict(key.Type, key.Name, $"Precondition failed: ResourceVersion in precondition: {version}, ResourceVersion in object meta: {current.Text("metadata.resourceVersion")}");
        }
    }

    private static JsonObject Success(ObjectKey key, JsonObject current)
    {
        var details = new JsonObject { ["name"] = key.Name, ["kind"] = key.Type.Plural, ["uid"] = current.Text("metadata.uid") };
        if (key.Type.Group.Length > 0)
        {
            details["group"] = key.Type.Group;
        }

        return new JsonObject { ["kind"] = "Status", ["apiVersion"] = "v1", ["metadata"] = new JsonObject(), ["status"] = "Success", ["details"] = details };
    }
}
