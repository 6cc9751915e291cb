using System.Text.Json.Nodes;

namespace SageServe.ClusterKit;

/// <summary>How an object is asked to go.</summary>
internal static class PodDeletion
{
    private const int UsualGrace = 30;

    /// <returns>The object as it is then; null where it was gone already.</returns>
    public static JsonObject? Ask(ObjectStore store, ObjectKey key, int? asked = null) => store.Update(key, item =>
    {
        var grace = !store.Breaks(Misbehaviour.DeletesAtOnce) && key.Type == ResourceTypes.Pods && item.Text("spec.nodeName") is { Length: > 0 } && item.Text("status.phase") is not ("Succeeded" or "Failed")
            ? asked ?? item.Number("spec.terminationGracePeriodSeconds") ?? UsualGrace
            : 0;
        var metadata = item.Into("metadata");

        // A second request can shorten the grace, never lengthen it.
        if (item.Number("metadata.deletionGracePeriodSeconds") is { } already)
        {
            grace = Math.Min(grace, already);
        }

        if (metadata["deletionTimestamp"] is null || grace < item.Number("metadata.deletionGracePeriodSeconds"))
        {
            metadata["deletionTimestamp"] = JsonPaths.Stamp(store.Now.AddSeconds(grace));
            metadata["deletionGracePeriodSeconds"] = grace;
            if (key.Type == ResourceTypes.Namespaces)
            {
                item.Into("status")["phase"] = "Terminating";
            }
        }

        return item;
    });
}
