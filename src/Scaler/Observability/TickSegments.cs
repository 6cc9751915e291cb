namespace SageServe.Scaler;

/// <summary>Numbers the scaler's decision records. A dropped record ends a segment, and the next one opens with the options.</summary>
internal sealed class TickSegments(DecisionLog log, PlanningOptions options)
{
    private PlanningOptions _options = options;
    private CatalogDocument? _catalog;
    private int _segment;
    private long _sequence;
    private bool _open;

    public void Write(ScheduledTick tick, TickInput input, PlanningEffects effects)
    {
        if (!log.Enabled)
        {
            return;
        }

        Open(input.Now);
        _open &= log.Write(new TickEntry(_segment, ++_sequence, writer => TickJson.Write(writer, tick, input with { Recorded = RecordedSolve.Of(effects) }), effects));
    }

    /// <summary>Ticks from here on go by these.</summary>
    /// <param name="now">When they were taken.</param>
    /// <param name="changed">The options.</param>
    /// <param name="catalog">Null: the one before.</param>
    public void OptionsChanged(Instant now, PlanningOptions changed, CatalogDocument? catalog)
    {
        (_options, _catalog) = (changed, catalog ?? _catalog);
        if (_open)
        {
            _open = log.Write(new TickEntry(_segment, ++_sequence, writer => TickJson.WriteChange(writer, now, changed, catalog), null));
        }
    }

    private void Open(Instant now)
    {
        if (_open)
        {
            return;
        }

        var (opening, catalog) = (_options, _catalog);
        _segment++;
        _open = log.Write(new TickEntry(_segment, ++_sequence, writer => TickJson.WriteHeader(writer, opening), null));
        if (catalog is not null)
        {
            // Not the catalog that the log is replayed with.
            _open &= log.Write(new TickEntry(_segment, ++_sequence, writer => TickJson.WriteChange(writer, now, opening, catalog), null));
        }
    }
}
