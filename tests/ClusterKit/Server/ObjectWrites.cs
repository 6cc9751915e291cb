using System.Text.Json.Nodes;

namespace SageServe.ClusterKit;

/// <summary>Creates, replaces and patches objects by the rules of the real server.</summary>
internal sealed class ObjectWrites(ApiServer server)
{
    public JsonObject Create(ApiRoute route, JsonObject item)
    {
        CheckPlace(route, item);
        var metadata = item.Into("metadata");
        if (route.Type.IsNamespaced)
        {
            metadata["namespace"] = route.Namespace;
            var space = server.Store.Find(ResourceTypes.Namespaces, "", route.Namespace!) ?? throw ApiException.NotFound(ResourceTypes.Namespaces, route.Namespace!);
            if (space.IsTerminating())
            {
                throw ApiException.Ending(route.Type, item.Text("metadata.name") ?? "", route.Namespace!);
            }
        }

        if (item.Text("metadata.name") is null or "" && item.Text("metadata.generateName") is { Length: > 0 } prefix)
        {
            metadata["name"] = prefix + ObjectNames.Suffix(5);
        }

        foreach (var name in new[] { "uid", "creationTimestamp", "resourceVersion", "deletionTimestamp", "generation" })
        {
            metadata.Remove(name);
        }

        ObjectDefaults.Fill(route.Type, item);
        ObjectRules.Check(route.Type, item);
        return server.Misbehaviour.HasFlag(Misbehaviour.OverwritesOnCreate) && server.Store.Update(ObjectKey.Of(route.Type, item), _ => item.Clone()) is { } over
            ? over
            : server.Store.Create(route.Type, Lossy(route.Type, item));
    }

    public (int Status, JsonObject Body) Replace(ApiRoute route, JsonObject item)
    {
        CheckPlace(route, item);
        if (server.Store.Find(route.Key) is null && route.Type.IsCreatedByPut && route.Subresource is null)
        {
            return (201, Create(route with { Name = null }, item));
        }

        if (route.Type.NeedsVersion && item.Text("metadata.resourceVersion") is null or "" && route.Type.NeedsVersion)
        {
            throw ApiException.Invalid(route.Type, route.Name!, "metadata.resourceVersion", "Invalid value: 0: must be specified for an update");
        }

        return (200, Change(route, _ => item));
    }

    public JsonObject Patch(ApiRoute route, string contentType, JsonNode patch) => Change(route, current => contentType switch
    {
        "application/merge-patch+json" when patch is JsonObject merge =>
            server.Misbehaviour.HasFlag(Misbehaviour.ReplacesOnPatch) ? Whole(current, merge) : MergePatch.Apply(current, merge),
        "application/strategic-merge-patch+json" when patch is JsonObject merge && !route.Type.IsCustom => StrategicPatch.Apply(current, merge),
        "application/json-patch+json" when patch is JsonArray steps => JsonPatch.Apply(current, steps),
        "application/merge-patch+json" or "application/json-patch+json" => throw ApiException.BadRequest("the patch has the wrong form"),
        _ => throw new ApiException(415, "UnsupportedMediaType", $"the body of the request was in an unknown format - accepted media types include: application/json-patch+json, application/merge-patch+json, application/strategic-merge-patch+json"),
    });

    /// <param name="route">What is written.</param>
    /// <param name="change">From what the resource shows now to what is wanted.</param>
    private JsonObject Change(ApiRoute route, Func<JsonObject, JsonObject> change)
    {
        var updated = server.Store.Update(route.Key, old =>
        {
            var shown = route.Subresource == "scale" ? ScaleView.Of(route.Type, old) : old;
            var next = change(shown.Clone());
            if (next.Text("metadata.uid") is { Length: > 0 } uid && uid != old.Text("metadata.uid"))
            {
                throw ApiException.Conflict(route.Type, route.Name!, $"Precondition failed: UID in precondition: {uid}, UID in object meta: {old.Text("metadata.uid")}");
            }

            server.Store.CheckVersion(route.Key, old, next.Text("metadata.resourceVersion"));
            var merged = Merged(route, old, next);
            ObjectRules.Check(route.Type, merged, old);
            if (route.Type == ResourceTypes.Events && server.Store.Breaks(Misbehaviour.KeepsEventCount))
            {
                merged["count"] = old["count"]?.DeepClone();
            }

            return Lossy(route.Type, merged);
        }) ?? throw ApiException.NotFound(route.Type, route.Name!);
        return route.Subresource == "scale" ? ScaleView.Of(route.Type, updated) : updated;
    }

    // Each subresource writes its own part and leaves the rest.
    private JsonObject Merged(ApiRoute route, JsonObject old, JsonObject next)
    {
        switch (route.Subresource)
        {
            case "scale":
                var wanted = next.Number("spec.replicas") ?? 0;
                if (!server.Misbehaviour.HasFlag(Misbehaviour.ForgetsScale))
                {
                    old.Into("spec")["replicas"] = wanted;
                }

                return old;
            case "status":
                old["status"] = next["status"]?.DeepClone();
                return old;
            default:
                next["kind"] = old["kind"]?.DeepClone();
                next["apiVersion"] = old["apiVersion"]?.DeepClone();
                CopyServersOwn(route.Type, old, next);
                return next;
        }
    }

    private static void CopyServersOwn(ResourceType type, JsonObject old, JsonObject next)
    {
        foreach (var name in new[] { "deletionTimestamp", "deletionGracePeriodSeconds" })
        {
            next.Into("metadata")[name] = old.At("metadata." + name)?.DeepClone();
            if (next.At("metadata." + name) is null)
            {
                next.Into("metadata").Remove(name);
            }
        }

        if (type.HasStatus)
        {
            next["status"] = old["status"]?.DeepClone();
            if (next["status"] is null)
            {
                next.Remove("status");
            }
        }
    }

    private JsonObject Lossy(ResourceType type, JsonObject item)
    {
        if (type == ResourceTypes.Leases && server.Misbehaviour.HasFlag(Misbehaviour.RoundsMicroTime) && item.Time("spec.renewTime") is { } renewed)
        {
            item.Into("spec")["renewTime"] = JsonPaths.Stamp(renewed);
        }

        return item;
    }

    private static JsonObject Whole(JsonObject current, JsonObject patch)
    {
        patch = patch.Clone();
        patch.Into("metadata")["name"] = current.Text("metadata.name");
        return patch;
    }

    private static void CheckPlace(ApiRoute route, JsonObject item)
    {
        if (item.Text("kind") is { Length: > 0 } kind && kind != (route.Subresource == "scale" ? "Scale" : route.Type.Kind))
        {
            throw ApiException.BadRequest($"{kind} in version \"{item.Text("apiVersion")}\" cannot be handled as a {route.Type.Kind}");
        }

        if (item.Text("metadata.namespace") is { Length: > 0 } space && route.Namespace is not null && space != route.Namespace)
        {
            throw ApiException.BadRequest("the namespace of the provided object does not match the namespace sent on the request");
        }

        if (route.Name is not null && item.Text("metadata.name") is { Length: > 0 } name && name != route.Name)
        {
            throw ApiException.BadRequest($"the name of the object ({name}) does not match the name on the URL ({route.Name})");
        }
    }
}
