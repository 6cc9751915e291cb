namespace SageServe.Planning;

/// <summary>Requests of one region that ended in one bin.</summary>
internal sealed class SloBin
{
    private readonly Dictionary<(ModelId Model, ServiceTier Tier), TierOutcomes> _outcomes = [];

    /// <summary>Time of the bin that was told of.</summary>
    public TimeSpan Covered { get; private set; }

    public SloTally Of(ModelId model) => new(1, Of(model, ServiceTier.InteractiveFast), Of(model, ServiceTier.InteractiveNormal), Of(model, ServiceTier.NonInteractive));

    /// <param name="reading">Whose requests are taken to have ended evenly over its time.</param>
    /// <param name="within">How much of its time lies in this bin.</param>
    public void Add(SloReading reading, TimeSpan within)
    {
        Covered += within;
        var share = within / (reading.Until - reading.Since);
        foreach (var count in reading.Counts)
        {
            var key = (count.Model, count.Tier);
            _outcomes[key] = _outcomes.GetValueOrDefault(key) + new TierOutcomes(count.Met * share, count.Missed * share);
        }
    }

    private TierOutcomes Of(ModelId model, ServiceTier tier) => _outcomes.GetValueOrDefault((model, tier));
}
