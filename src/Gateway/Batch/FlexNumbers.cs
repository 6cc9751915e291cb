namespace SageServe.Gateway;

/// <summary>Small numbers for held calls, by tenant: the index keeps a bit for each number up to the largest.</summary>
internal sealed class FlexNumbers
{
    private readonly Lock _gate = new();
    private readonly Dictionary<TenantId, (int Last, SortedSet<int> Free)> _tenants = [];

    /// <summary>The least one that no call of the tenant has, from 1.</summary>
    public int Take(TenantId tenant)
    {
        lock (_gate)
        {
            var (last, free) = _tenants.TryGetValue(tenant, out var known) ? known : (0, []);
            var number = free.Count > 0 ? free.Min : last + 1;
            _ = free.Count > 0 && free.Remove(number);
            _tenants[tenant] = (Math.Max(last, number), free);
            return number;
        }
    }

    public void Return(TenantId tenant, int number)
    {
        lock (_gate)
        {
            var (last, free) = _tenants[tenant];
            Invariant.Holds(number <= last && free.Add(number), "a number comes back once");
            if (free.Count == last)
            {
                _tenants.Remove(tenant);
            }
        }
    }
}
