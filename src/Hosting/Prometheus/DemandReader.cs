using System.Collections.Immutable;

namespace SageServe.Hosting;

/// <summary>Demand bins as gateways published them, out of the range queries of a Prometheus that scrapes them; read page by page.</summary>
/// <param name="bin">Length of a bin, real time.</param>
public sealed class DemandReader(TimeSpan bin)
{
    private readonly DemandPages _pages = new(StepOf(bin));

    /// <summary>
    /// Sorted by series, then start; null when nobody told of any bin. What was read of it stays while a page fails: the next call goes on there.
    /// </summary>
    /// <param name="api">The server.</param>
    /// <param name="since">Bins from here on are wanted, envelope time.</param>
    /// <param name="start">The same, real time.</param>
    /// <param name="end">The last time that is looked at, real time.</param>
    /// <param name="stop">Ends the wait.</param>
    public Task<ImmutableArray<DemandBin>?> ReadAsync(PrometheusApi api, Instant since, Instant start, Instant end, CancellationToken stop) =>
        _pages.ReadAsync(since, start, end, (ledger, from, to) => ReadPageAsync(api, ledger, from, to, stop));

    /// <summary>A bin stays published for as long as it lasts, so two looks a bin see each one, whatever their phase.</summary>
    private static TimeSpan StepOf(TimeSpan bin) => TimeSpan.FromMilliseconds(Math.Max(20, Math.Floor(bin.TotalMilliseconds / 2)));

    /// <summary>True when some gateway told of a bin in these steps.</summary>
    private async Task<bool> ReadPageAsync(PrometheusApi api, DemandLedger ledger, Instant start, Instant end, CancellationToken stop)
    {
        var step = StepOf(bin);
        var spans = new DemandBinSteps(
            await api.QueryRangeAsync(PromQueries.DemandBinStart, start, end, step, stop),
            await api.QueryRangeAsync(PromQueries.DemandBinLength, start, end, step, stop));
        if (spans.IsEmpty)
        {
            return false;
        }

        for (var rate = 0; rate < PromQueries.DemandRate.Length; rate++)
        {
            spans.AddRate(rate, await api.QueryRangeAsync(PromQueries.DemandRate[rate], start, end, step, stop));
        }

        spans.WriteTo(ledger);
        return true;
    }
}
