namespace SageServe.Planning;

/// <summary>Requests of one deployment by tier, of some bins.</summary>
/// <param name="Bins">Of which gateways told.</param>
/// <param name="Fast">Of <see cref="ServiceTier.InteractiveFast"/>.</param>
/// <param name="Normal">Of <see cref="ServiceTier.InteractiveNormal"/>.</param>
/// <param name="Patient">Of <see cref="ServiceTier.NonInteractive"/>.</param>
public readonly record struct SloTally(int Bins, TierOutcomes Fast, TierOutcomes Normal, TierOutcomes Patient)
{
    public TierOutcomes Of(ServiceTier tier) => tier switch
    {
        ServiceTier.InteractiveFast => Fast,
        ServiceTier.InteractiveNormal => Normal,
        _ => Patient,
    };

    public static SloTally operator +(SloTally a, SloTally b) => new(a.Bins + b.Bins, a.Fast + b.Fast, a.Normal + b.Normal, a.Patient + b.Patient);
}
