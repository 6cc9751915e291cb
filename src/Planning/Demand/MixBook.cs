namespace SageServe.Planning;

/// <summary>The mixes of requests over the last day, weighted by tokens; each series is gone over once. A snapshot: made anew when looked at again.</summary>
internal sealed class MixBook
{
    /// <summary>Requests of a region that say what it is asked for; with fewer, all regions together say it.</summary>
    private const double RequestsLeast = 200;

    private static readonly TimeSpan Window = TimeSpan.FromDays(1);
    private readonly ILookup<ModelId, (DemandSeriesId Id, DemandSeries Series)> _series;
    private readonly Dictionary<DemandSeriesId, DemandRates> _sums = [];
    private readonly DemandHistory _history;
    private readonly PlanningOptions _options;

    public MixBook(DemandHistory history, PlanningOptions options)
    {
        (_history, _options) = (history, options);
        _series = history.Series.ToLookup(s => s.Key.Model, s => (s.Key, s.Value));
    }

    /// <summary>
    /// The mix that pools are planned with: of what enters their region, and of interactive requests alone where they serve any, because
    /// patient work comes on top, in seconds of its own. The paper's rules know one mix for all.
    /// </summary>
    /// <param name="deployment">Of the pools.</param>
    /// <param name="tiers">Whom they serve.</param>
    public TokenMix Planned(DeploymentId deployment, TierSet tiers)
    {
        if (_options.PaperExact)
        {
            return Of(deployment.Model, tiers);
        }

        var interactive = tiers.And(TierSet.Interactive);
        return Seen(deployment.Model, deployment.Region, interactive, RequestsLeast) ?? Seen(deployment.Model, null, interactive)
            ?? Seen(deployment.Model, deployment.Region, tiers, RequestsLeast) ?? Of(deployment.Model, tiers);
    }

    /// <summary>Of these tiers of the model in all regions; the stated default where nothing was seen.</summary>
    public TokenMix Of(ModelId model, TierSet tiers) => Seen(model, null, tiers) ?? new TokenMix(_options.OutputPerPromptDefault, null, false);

    private TokenMix? Seen(ModelId model, RegionId? region, TierSet tiers, double requestsLeast = 0)
    {
        var sum = default(DemandRates);
        foreach (var (id, series) in _series[model])
        {
            sum += tiers.Contains(id.Tier) && (region is null || region == id.Origin) ? SumOf(id, series) : default;
        }

        return sum.Requests * _history.Bin.TotalSeconds >= requestsLeast ? TokenMix.Of(sum) : null;
    }

    private DemandRates SumOf(DemandSeriesId id, DemandSeries series)
    {
        if (!_sums.TryGetValue(id, out var sum))
        {
            var to = series.Newest + 1;
            var (mean, present) = series.Mean(to - Window.Ticks / _history.Bin.Ticks, to);
            _sums[id] = sum = new DemandRates(mean.PromptTokens * present, mean.OutputTokens * present, mean.Requests * present);
        }

        return sum;
    }
}
