using System.Collections.Immutable;

namespace SageServe.Routing;

/// <summary>
/// Patient work that is yet to come and will go first, because its window is shorter: what came lately of each window, replica seconds a
/// second. A batch due in a day is overtaken by every hour's batch that comes until an hour before.
/// </summary>
public sealed class PatientInflow
{
    /// <summary>What came longer ago than this counts for less than a third.</summary>
    private static readonly TimeSpan Memory = TimeSpan.FromHours(6);

    /// <summary>Windows are told apart this finely.</summary>
    private static readonly TimeSpan Grain = TimeSpan.FromMinutes(15);

    private readonly SortedDictionary<TimeSpan, double> _seconds = [];
    private Instant _began = Instant.Max;
    private Instant _at = Instant.Min;

    /// <summary>Work came in that is due within this window.</summary>
    public void Add(Instant now, TimeSpan window, double workSeconds)
    {
        Fade(now);
        window = Grain * Math.Clamp(Math.Round(window / Grain), 0, 1000);
        _seconds[window] = _seconds.GetValueOrDefault(window) + workSeconds;
    }

    /// <summary>The rates now, by window, ascending.</summary>
    public ImmutableArray<(TimeSpan Window, double Rate)> Rates(Instant now)
    {
        Fade(now);

        // While little time was seen, the memory is not full yet; nobody is taken at his first word for more than an hour's worth.
        var seen = Math.Max(1, (now - _began).TotalHours);
        var memory = Memory.TotalSeconds * (1 - Math.Exp(-seen / Memory.TotalHours));
        return [.. _seconds.Select(w => (w.Key, w.Value / memory))];
    }

    private void Fade(Instant now)
    {
        _began = Instant.Earlier(_began, now);
        var passed = _at == Instant.Min ? TimeSpan.Zero : now - _at;
        _at = Instant.Later(_at, now);
        var kept = Math.Exp(-Math.Max(0, passed.TotalHours) / Memory.TotalHours);
        foreach (var window in _seconds.Keys.ToList())
        {
            _seconds[window] *= kept;
        }
    }
}
