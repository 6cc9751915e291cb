using System.Collections.Immutable;

namespace SageServe.Hosting;

/// <summary>
/// Demand read from Prometheus page by page. What was read stays while a later page fails, so that weeks of history come in over several
/// tries; a page that fails is tried again at half its length, because a server refuses or times out on what is too much for it.
/// </summary>
/// <param name="step">Distance of two looks, real time.</param>
internal sealed class DemandPages(TimeSpan step)
{
    /// <summary>Prometheus refuses a range of more than 11,000 steps.</summary>
    public const int StepsMost = 10_000;

    /// <summary>Shorter pages would not make an answer smaller that is too much.</summary>
    private const int StepsLeast = 100;

    private DemandLedger _ledger = new();
    private Instant? _from;
    private Instant _read;
    private bool _toldOfBins;
    private int _steps = StepsMost;

    /// <param name="since">Bins from here on are wanted, envelope time.</param>
    /// <param name="start">The same, real time.</param>
    /// <param name="end">Now, real time.</param>
    /// <param name="read">Reads one page into the ledger; true when some gateway told of a bin in it.</param>
    /// <returns>Null when nobody told of any bin.</returns>
    public async Task<ImmutableArray<DemandBin>?> ReadAsync(Instant since, Instant start, Instant end, Func<DemandLedger, Instant, Instant, Task<bool>> read)
    {
        if (_from is not { } from || start < from || start > _read)
        {
            (_ledger, _from, _read, _toldOfBins) = (new DemandLedger(), start, start, false);
        }

        while (_read <= end)
        {
            var last = Instant.Earlier(end, _read + step * (_steps - 1));
            try
            {
                _toldOfBins |= await read(_ledger, _read, last);
            }
            catch
            {
                _steps = Math.Max(StepsLeast, _steps / 2);
                throw;
            }

            _read = last + step;
            _steps = Math.Min(StepsMost, _steps * 2);
        }

        ImmutableArray<DemandBin>? bins = _toldOfBins ? _ledger.Since(since) : null;

        // The planner keeps what it is told and next asks for a little overlap only, which is read again: a late scrape may complete it.
        (_ledger, _from) = (new DemandLedger(), null);
        return bins;
    }
}
