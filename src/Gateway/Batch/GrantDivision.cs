using SageServe.Routing;

namespace SageServe.Gateway;

/// <summary>Divides what may go among the gateways of the lane. Pure.</summary>
internal static class GrantDivision
{
    /// <summary>
    /// Each item goes to the gateway with the most room left, the first by name of equal ones, so that a group's items spread as evenly as the
    /// rooms allow; items of a gateway's own group to that one. What finds no room stays.
    /// </summary>
    /// <param name="grants">By group.</param>
    /// <param name="state">Members sorted by name.</param>
    public static IReadOnlyList<DeferredGrant> Divide(IReadOnlyList<ReleaseGrant> grants, DeferredLaneState state)
    {
        var names = state.Members.Select(m => m.Gateway).ToArray();
        var rooms = state.Members.Select(m => m.Room).ToArray();
        var divided = new List<DeferredGrant>();
        foreach (var grant in grants)
        {
            var only = state.Find(grant.Group)?.Gateway;
            var shares = new int[names.Length];
            for (var given = 0; given < grant.Count && Roomiest(names, rooms, only) is var to and >= 0; given++)
            {
                rooms[to]--;
                shares[to]++;
            }

            divided.AddRange(shares.Index().Where(s => s.Item > 0).Select(s => new DeferredGrant(grant.Group, names[s.Index], s.Item, grant.Urgent)));
        }

        return divided;
    }

    /// <returns>-1 when nobody has room.</returns>
    private static int Roomiest(string[] names, int[] rooms, string? only)
    {
        var best = -1;
        for (var i = 0; i < names.Length; i++)
        {
            if (rooms[i] > 0 && (only is null || only == names[i]) && (best < 0 || rooms[i] > rooms[best]))
            {
                best = i;
            }
        }

        return best;
    }
}
