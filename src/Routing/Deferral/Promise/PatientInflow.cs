using System.Collections.Immutable;

namespace SageServe.Routing;

/// <summary>
/// Patient work that is yet to come, as it came lately of each tenant and window: some of it will go before what waits now, because it is due
/// sooner or because it is its tenant's turn. Bounded: beyond so many kinds those that bring least are taken together.
/// </summary>
public sealed class PatientInflow
{
    /// <summary>Tenants and windows that are told apart.</summary>
    private const int MostKinds = 64;

    /// <summary>What came longer ago than this counts for less than a third.</summary>
    private static readonly TimeSpan Memory = TimeSpan.FromHours(6);

    /// <summary>Windows are told apart this finely.</summary>
    private static readonly TimeSpan Grain = TimeSpan.FromMinutes(15);

    private static readonly TenantId Others = new("(others)");

    private readonly SortedDictionary<(TenantId Tenant, TimeSpan Window), double> _seconds = [];
    private double _squares;
    private Instant _began = Instant.Max;
    private Instant _at = Instant.Min;

    /// <summary>Work came in that is due within this window.</summary>
    public void Add(Instant now, TenantId tenant, TimeSpan window, double workSeconds)
    {
        Fade(now);
        window = Grain * Math.Clamp(Math.Round(window / Grain), 0, 1000);
        _seconds[(tenant, window)] = _seconds.GetValueOrDefault((tenant, window)) + workSeconds;
        _squares += workSeconds * workSeconds;
        while (_seconds.Count > MostKinds)
        {
            Merge();
        }
    }

    /// <summary>The rates now, by tenant and window, ascending.</summary>
    public ImmutableArray<InflowRate> Rates(Instant now)
    {
        Fade(now);

        // While little time was seen, the memory is not full yet; nobody is taken at his first word for more than an hour's worth.
        var seen = Math.Max(1, (now - _began).TotalHours);
        var memory = Memory.TotalSeconds * (1 - Math.Exp(-seen / Memory.TotalHours));
        return [.. _seconds.Select(w => new InflowRate(w.Key.Tenant, w.Key.Window, w.Value / memory))];
    }

    /// <summary>
    /// How much later than evenly work comes in more often than not. It comes a batch at a time: for a while there is none as a rule, and what has come
    /// by a time has the mean of an even stream but a median that is lower by half a batch (of the size in which a second of work usually comes).
    /// </summary>
    public TimeSpan Lag(Instant now)
    {
        var rate = Rates(now).Sum(r => r.Rate);
        var all = _seconds.Values.Sum();
        return all > 0 ? TimeSpan.FromSeconds(Math.Min(HeadroomCurve.Horizon.TotalSeconds, _squares / all / 2 / rate)) : TimeSpan.Zero;
    }

    /// <summary>The kind that brings least joins the others, by its window at first, then by the nearest.</summary>
    private void Merge()
    {
        var least = _seconds.OrderBy(w => w.Key.Tenant == Others ? 1 : 0).ThenBy(w => w.Value).ThenBy(w => w.Key).First();
        _seconds.Remove(least.Key);
        var into = least.Key.Tenant == Others
            ? _seconds.Keys.MinBy(k => (k.Window - least.Key.Window).Duration())
            : (Others, least.Key.Window);
        _seconds[into] = _seconds.GetValueOrDefault(into) + least.Value;
    }

    private void Fade(Instant now)
    {
        _began = Instant.Earlier(_began, now);
        var passed = _at == Instant.Min ? TimeSpan.Zero : now - _at;
        _at = Instant.Later(_at, now);
        var kept = Math.Exp(-Math.Max(0, passed.TotalHours) / Memory.TotalHours);
        _squares *= kept;
        foreach (var kind in _seconds.Keys.ToList())
        {
            _seconds[kind] *= kept;
        }
    }
}
