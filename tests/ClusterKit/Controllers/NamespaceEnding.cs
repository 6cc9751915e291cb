namespace SageServe.ClusterKit;

/// <summary>Empties a namespace that is being removed, and lets it go when nothing is left in it.</summary>
internal sealed class NamespaceEnding : IController
{
    // Owners first, so that nothing is made anew.
    private static readonly ResourceType[] Kinds =
        [.. ResourceTypes.All.Where(t => t.IsNamespaced).OrderBy(t => t == ResourceTypes.Pods ? 2 : t == ResourceTypes.ReplicaSets ? 1 : 0)];

    public void Reconcile(ObjectStore store)
    {
        foreach (var ending in store.List(ResourceTypes.Namespaces).Where(n => n.IsTerminating()))
        {
            var left = Kinds.SelectMany(t => store.List(t, ending.Name()).Select(o => ObjectKey.Of(t, o))).ToArray();
            foreach (var key in left)
            {
                PodDeletion.Ask(store, key);
            }

            if (left.Length == 0)
            {
                store.Update(ObjectKey.Of(ResourceTypes.Namespaces, ending), o => o.Into("spec").Remove("finalizers"));
            }
        }
    }
}
