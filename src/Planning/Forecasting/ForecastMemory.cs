namespace SageServe.Planning;

/// <summary>
/// What forecasting remembers of every load from plan to plan, and whose turn it is to study. Studies are dear: each load has one a
/// day, spread evenly over the day's plans; a load that changed its ways goes first.
/// </summary>
internal sealed class ForecastMemory
{
    /// <summary>Studies in one plan even where a day's plans would allow fewer.</summary>
    private const int StudiesLeast = 2;

    private readonly SortedDictionary<string, SeriesMemory> _loads = new(StringComparer.Ordinal);
    private readonly HashSet<string> _turn = new(StringComparer.Ordinal);
    private readonly Dictionary<string, LoadRecipes> _restored = new(StringComparer.Ordinal);
    private bool _isChanged;

    /// <summary>As told last.</summary>
    public LoadCalendar Calendar { get; set; } = LoadCalendar.None;

    /// <summary>Of one load, named by its series; a new one starts from the recipes of an earlier run.</summary>
    public SeriesMemory Of(string load, SeriesForecaster forecaster)
    {
        if (!_loads.TryGetValue(load, out var memory))
        {
            _loads.Add(load, memory = forecaster.Begin());
            if (_restored.Remove(load, out var kept))
            {
                memory.Panel.Take(kept.Recipes);
                memory.StudiedAt = kept.StudiedAt;
                memory.Score.Restart(kept.Loses);
            }
        }

        return memory;
    }

    /// <summary>Decides who studies in this plan.</summary>
    /// <param name="now">The tick.</param>
    /// <param name="interval">Between two plans.</param>
    /// <param name="every">How often each load studies; zero: never.</param>
    public void TakeTurns(Instant now, TimeSpan interval, TimeSpan every)
    {
        _turn.Clear();
        if (every <= TimeSpan.Zero)
        {
            return;
        }

        var most = Math.Max(StudiesLeast, (int)Math.Ceiling(_loads.Count * (interval / every)));
        _turn.UnionWith(_loads
            .Where(l => l.Value.HasChanged || now - l.Value.StudiedAt >= every)
            .OrderByDescending(l => l.Value.HasChanged).ThenBy(l => l.Value.StudiedAt).ThenBy(l => l.Key, StringComparer.Ordinal)
            .Take(most).Select(l => l.Key));
    }

    public bool IsTurnOf(string load) => _turn.Contains(load);

    /// <summary>To be called after each forecast of a load: true when it studied, or its verdict on itself is another.</summary>
    public void Note(bool changed) => _isChanged |= changed;

    /// <summary>Drops what nobody asked for since then.</summary>
    public void Forget(Instant before)
    {
        foreach (var load in _loads.Where(l => l.Value.AskedAt < before).Select(l => l.Key).ToList())
        {
            _loads.Remove(load);
        }
    }

    /// <summary>What is worth keeping over a restart; null while that is what it was.</summary>
    /// <param name="changed">True where something else that is kept with it changed.</param>
    public ForecastState? KeepIfChanged(bool changed = false)
    {
        if (!_isChanged && !changed)
        {
            return null;
        }

        _isChanged = false;
        return new ForecastState([.. _loads
            .Where(l => l.Value.StudiedAt > Instant.Min || l.Value.Score.Loses)
            .Select(l => new LoadRecipes(l.Key, l.Value.StudiedAt, l.Value.Score.Loses, [.. l.Value.Panel.Recipes]))]);
    }

    /// <summary>Takes in what an earlier run kept, if anything; loads that are already known go on as they are.</summary>
    public void Restore(ForecastState? state)
    {
        foreach (var load in state?.Loads ?? [])
        {
            _restored[load.Load] = load;
        }
    }
}
