namespace SageServe.Planning;

/// <summary>Some of the tiers: whom a pool may serve, or whose demand is meant.</summary>
internal readonly record struct TierSet(int Bits)
{
    public static readonly TierSet All = Of(ServiceTiers.All);
    public static readonly TierSet Interactive = Of(ServiceTiers.All.Where(t => t.IsInteractive()));
    public static readonly TierSet Patient = new(All.Bits & ~Interactive.Bits);

    public bool HasPatient => Overlaps(Patient);

    public bool HasInteractive => Overlaps(Interactive);

    public static TierSet Of(IEnumerable<ServiceTier> tiers) => new(tiers.Aggregate(0, (bits, tier) => bits | Bit(tier)));

    /// <summary>Whom the pool may serve, at first or as overflow.</summary>
    public static TierSet Of(PoolSpec pool) => Of(ServiceTiers.All.Where(pool.MayServe));

    public bool Contains(ServiceTier tier) => (Bits & Bit(tier)) != 0;

    public bool Overlaps(TierSet other) => (Bits & other.Bits) != 0;

    public bool Holds(TierSet other) => (Bits & other.Bits) == other.Bits;

    public TierSet And(TierSet other) => new(Bits & other.Bits);

    public override string ToString()
    {
        var set = this;
        return string.Join("+", ServiceTiers.All.Where(set.Contains).Select(t => t.WireName()));
    }

    private static int Bit(ServiceTier tier) => 1 << (int)tier;
}
