using System.Text.Json.Nodes;

namespace SageServe.ClusterKit;

/// <summary>Deletes what nobody owns any more.</summary>
internal sealed class Garbage : IController
{
    private static readonly ResourceType[] Kinds = [ResourceTypes.ReplicaSets, ResourceTypes.StatefulSets, ResourceTypes.Pods, ResourceTypes.EndpointSlices];

    public void Reconcile(ObjectStore store)
    {
        foreach (var type in Kinds)
        {
            foreach (var orphan in store.List(type).Where(o => !o.IsTerminating() && o.Objects("metadata.ownerReferences").Any() && !o.Objects("metadata.ownerReferences").Any(r => Exists(store, o, r))))
            {
                PodDeletion.Ask(store, ObjectKey.Of(type, orphan));
            }
        }
    }

    private static bool Exists(ObjectStore store, JsonObject item, JsonObject owner) =>
        ResourceTypes.All.FirstOrDefault(t => t.Kind == owner.Text("kind")) is not { } type
        || store.Find(type, type.IsNamespaced ? item.Namespace() : "", owner.Text("name")!)?.Text("metadata.uid") == owner.Text("uid");
}
