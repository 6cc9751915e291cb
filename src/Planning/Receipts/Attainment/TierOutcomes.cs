namespace SageServe.Planning;

/// <summary>Requests of one tier. A reading is spread over the bins that it covers, so that parts of requests occur.</summary>
/// <param name="Met">Met their target.</param>
/// <param name="Missed">Did not.</param>
public readonly record struct TierOutcomes(double Met, double Missed)
{
    public double All => Met + Missed;

    public static TierOutcomes operator +(TierOutcomes a, TierOutcomes b) => new(a.Met + b.Met, a.Missed + b.Missed);
}
