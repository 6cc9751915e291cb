namespace SageServe.Cli;

/// <summary>A catalog whose pools and regions hold a share of their replicas, rounded up: what a share of the requests would be given.</summary>
internal static class ThinnedFleet
{
    public static ServingCatalog Of(ServingCatalog catalog, double share)
    {
        if (share >= 1)
        {
            return catalog;
        }

        int Share(int replicas) => (int)Math.Ceiling(replicas * share - 1e-9);
        var document = catalog.Document;
        document = document with
        {
            Pools = [.. document.Pools.Select(p => p with { MinReplicas = Share(p.MinReplicas), MaxReplicas = Share(p.MaxReplicas), InitialReplicas = Share(p.InitialReplicas) })],
        };

        // Every pool's minimum is rounded up by itself, so their sum may be more than the share of the room.
        return new ServingCatalog(document with
        {
            Regions =
            [
                .. document.Regions.Select(r => r with
                {
                    Capacity = [.. r.Capacity.Select(c => c with { Replicas = Math.Max(Share(c.Replicas), document.Pools.Where(p => p.Id.Region == r.Id && p.Id.Accelerator == c.Accelerator).Sum(p => Math.Max(p.MinReplicas, p.InitialReplicas))) })],
                }),
            ],
        });
    }
}
