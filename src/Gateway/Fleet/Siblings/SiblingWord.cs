using System.Collections.Immutable;

namespace SageServe.Gateway;

/// <summary>What a gateway tells the others of its region.</summary>
/// <param name="Id">Its name, new with each start.</param>
/// <param name="Region">Its region.</param>
/// <param name="Word">The number of gateways by which it divides replicas' bounds at most until it says otherwise; 0: it has no share.</param>
/// <param name="Readings">What it read itself, at most <see cref="ReadingExchange.MaxReadings"/>.</param>
internal sealed record SiblingWord(string Id, RegionId Region, int Word, ImmutableArray<SiblingReading> Readings) : ISiblingWord
{
    public bool IsWhole => Id is not null && Word >= 0 && !Readings.IsDefault;
}
