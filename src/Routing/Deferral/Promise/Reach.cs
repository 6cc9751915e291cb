namespace SageServe.Routing;

/// <summary>What is done by a moment.</summary>
/// <param name="At">Up to when.</param>
/// <param name="Done">Median of the work done by then.</param>
/// <param name="Variance">Of that, by the forecast's errors.</param>
/// <param name="Lasting">What of the last errors still lasts.</param>
internal readonly record struct Reach(Instant At, double Done, double Variance, double Lasting)
{
    public static Reach Between(in Reach a, in Reach b, double share) => new(
        a.At + (b.At - a.At) * share,
        a.Done + (b.Done - a.Done) * share,
        a.Variance + (b.Variance - a.Variance) * share,
        a.Lasting + (b.Lasting - a.Lasting) * share);
}
