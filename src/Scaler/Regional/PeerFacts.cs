using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using SageServe.Kubernetes;

namespace SageServe.Scaler;

/// <summary>
/// Asks the other regions for their facts while this scaler plans. Demand is asked for from where the last answer ended; a region that does not
/// answer is left out, so that nothing of it is planned on guesses.
/// </summary>
internal sealed class PeerFacts(PeerClient peers, PlanningOptions planning, ILogger<PeerFacts> logger)
{
    public const string Path = "/peer/v1/facts";

    /// <summary>Pages in one tick: with a new leader and weeks of history it takes a few.</summary>
    private const int PagesMost = 200;

    /// <summary>Bins that are asked for again: late scrapes may still complete them.</summary>
    private const int OverlapBins = 5;

    private readonly Dictionary<RegionId, Instant> _newest = [];
    private readonly SilenceLog _silence = new();

    /// <summary>Other leaders planned meanwhile; demand since then is asked for anew.</summary>
    public void Forget() => _newest.Clear();

    /// <param name="since">From where demand is wanted of a region that told none yet.</param>
    /// <param name="stop">Gives up.</param>
    public async Task<ImmutableArray<RegionFacts>> AskAsync(Instant since, CancellationToken stop) =>
        [.. (await Task.WhenAll(peers.Regions.Select(r => AskAsync(r, since, stop)))).OfType<RegionFacts>()];

    private async Task<RegionFacts?> AskAsync(RegionId region, Instant since, CancellationToken stop)
    {
        Instant known;
        lock (_newest)
        {
            known = _newest.TryGetValue(region, out var newest) ? newest - planning.DemandBin * OverlapBins : since;
        }

        try
        {
            var facts = await PagesAsync(region, known, stop);
            lock (_newest)
            {
                _newest[region] = (facts.Demand ?? []).Select(b => b.Start).DefaultIfEmpty(known).Max();
            }

            if (_silence.Ends(region.Value))
            {
                logger.PeerHeardAgain(region);
            }

            return facts;
        }
        catch (Exception e) when (e is HttpRequestException or KubernetesException or JsonException or IOException)
        {
            if (_silence.Begins(region.Value))
            {
                logger.PeerSilent(region, e.Message);
            }

            return null;
        }
    }

    private async Task<RegionFacts> PagesAsync(RegionId region, Instant since, CancellationToken stop)
    {
        var demand = ImmutableArray.CreateBuilder<DemandBin>();
        var from = since;
        for (var page = 0; ; page++)
        {
            var path = string.Create(CultureInfo.InvariantCulture, $"{Path}?since={from.Ticks}");
            var facts = RegionFacts.Read(await peers.SendAsync(region, HttpMethod.Get, path, null, stop) ?? []);
            if (facts.Region != region)
            {
                throw new JsonException($"It is the scaler of {facts.Region}.");
            }

            demand.AddRange((facts.Demand ?? []).Where(b => b.Series.Origin == region));
            if (facts.More is not { } more || more <= from || page == PagesMost)
            {
                return facts with { Demand = facts.Demand is null && demand.Count == 0 ? null : demand.ToImmutable(), Pools = facts.Pools is { } pools ? [.. pools.Where(p => p.Pool.Region == region)] : null };
            }

            from = more;
        }
    }
}
