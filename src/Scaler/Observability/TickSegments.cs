namespace SageServe.Scaler;

/// <summary>Numbers the scaler's decision records. A dropped record ends a segment, and the next one opens with the options.</summary>
internal sealed class TickSegments(DecisionLog log, PlanningOptions options)
{
    private int _segment;
    private long _sequence;
    private bool _open;

    public void Write(ScheduledTick tick, TickInput input, PlanningEffects effects)
    {
        if (!log.Enabled)
        {
            return;
        }

        if (!_open)
        {
            _segment++;
            _open = log.Write(new TickEntry(_segment, ++_sequence, writer => TickJson.WriteHeader(writer, options), null));
        }

        _open &= log.Write(new TickEntry(_segment, ++_sequence, writer => TickJson.Write(writer, tick, input with { Recorded = RecordedSolve.Of(effects) }), effects));
    }
}
