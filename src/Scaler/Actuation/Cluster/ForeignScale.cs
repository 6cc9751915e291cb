namespace SageServe.Scaler;

/// <summary>
/// Notices that somebody else scales a workload. What he set is taken as it is; a workload on which he undoes our moves twice is left alone for a
/// while, because two who fight over it hurt those who wait.
/// </summary>
internal sealed class ForeignScale(TimeSpan pause)
{
    private int? _expected;
    private bool _movedSince;
    private int _undone;
    private Instant _lastUndone;
    private Instant? _until;

    /// <summary>What was changed by somebody else, once; null where nothing was.</summary>
    public (int From, int To)? See(int wanted, Instant now)
    {
        var before = _expected;
        _expected = wanted;
        if (before is not { } from || from == wanted)
        {
            return null;
        }

        if (_movedSince)
        {
            _undone = now - _lastUndone < pause ? _undone + 1 : 1;
            _lastUndone = now;
            _until = _undone >= 2 ? now + pause : _until;
        }

        _movedSince = false;
        return (from, wanted);
    }

    /// <summary>Whoever scales it now may: another scaler of ours, or everybody in a dry run.</summary>
    public void Follow(int wanted) => (_expected, _movedSince) = (wanted, false);

    /// <summary>We set it.</summary>
    public void Set(int wanted) => (_expected, _movedSince) = (wanted, true);

    /// <summary>Until when it is left alone; null when moves go on.</summary>
    public Instant? PausedUntil(Instant now) => _until is { } until && now < until ? until : null;
}
