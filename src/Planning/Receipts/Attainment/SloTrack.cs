namespace SageServe.Planning;

/// <summary>
/// Requests that met or missed their target, by the bin in which they ended, for as long as receipts may ask. A reading is spread evenly over
/// its time; a bin that readings do not cover from beginning to end is not known.
/// </summary>
internal sealed class SloTrack
{
    private readonly Dictionary<RegionId, SortedDictionary<long, SloBin>> _regions = [];

    /// <param name="reading">Of one region.</param>
    /// <param name="bins">Numbers and times of bins.</param>
    /// <param name="keep">Bins to remember.</param>
    public void Add(SloReading reading, DemandHistory bins, int keep)
    {
        if (reading.Until <= reading.Since || reading.Counts.Any(c => !double.IsFinite(c.Met + c.Missed) || c.Met < 0 || c.Missed < 0))
        {
            return;
        }

        if (!_regions.TryGetValue(reading.Origin, out var known))
        {
            _regions.Add(reading.Origin, known = []);
        }

        var last = bins.Number(new Instant(reading.Until.Ticks - 1));
        for (var number = Math.Max(bins.Number(reading.Since), last - keep + 1); number <= last; number++)
        {
            known.TryAdd(number, new SloBin());
            known[number].Add(reading, Instant.Earlier(reading.Until, bins.Start(number + 1)) - Instant.Later(reading.Since, bins.Start(number)));
        }

        while (known.Count > keep)
        {
            known.Remove(known.Keys.First());
        }
    }

    public void Clear() => _regions.Clear();

    /// <summary>Null where not known.</summary>
    public SloTally? At(DeploymentId deployment, long number, TimeSpan length) =>
        _regions.TryGetValue(deployment.Region, out var known) && known.TryGetValue(number, out var bin) && bin.Covered >= length ? bin.Of(deployment.Model) : null;
}
