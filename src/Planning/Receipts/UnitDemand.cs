using System.Collections.Immutable;

namespace SageServe.Planning;

/// <summary>
/// What the members of a co-resident group are asked for together, in engines in full use. Fractions are added up: what whole engines of
/// each model take on top is not seen.
/// </summary>
/// <param name="members">With the demand of each.</param>
internal sealed class UnitDemand(ImmutableArray<(PoolId Pool, OfferedDemand Offered)> members)
{
    private readonly Dictionary<PoolId, double> _engines = [];

    /// <summary>How many engines one prompt token per second of a member's deployment takes, as of now.</summary>
    public void See(PoolId member, double engines) => _engines[member] = engines;

    /// <summary>A member that nobody ever asked for anything takes none; one whose demand is not known makes the sum unknown.</summary>
    public double? At(DemandHistory history, long bin)
    {
        double sum = 0;
        foreach (var (pool, offered) in members)
        {
            if (offered.At(history, bin) is { } demand)
            {
                sum += demand * _engines.GetValueOrDefault(pool);
            }
            else if (offered.HasBegun)
            {
                return null;
            }
        }

        return sum;
    }
}
