namespace SageServe.Planning;

/// <summary>A constraint that a plan does not keep, as the checker measures it.</summary>
/// <param name="Family">Its kind.</param>
/// <param name="Subject">Which one.</param>
/// <param name="Asked">What it asks for.</param>
/// <param name="Got">What the plan has.</param>
/// <param name="IsLeast">True where more is needed, false where less is.</param>
/// <param name="Unit">Of both.</param>
internal sealed record CheckedBreach(ConstraintFamily Family, string Subject, double Asked, double Got, bool IsLeast, string Unit)
{
    /// <summary>Pools that could mend it.</summary>
    public Func<AllocationPool, bool> Mends { get; init; } = _ => false;

    public double By => IsLeast ? Asked - Got : Got - Asked;

    /// <summary>The breach where there is more of one than rounding.</summary>
    public IEnumerable<CheckedBreach> IfAny() => By > 1e-5 * Math.Max(1, Math.Abs(Asked)) ? [this] : [];
}
