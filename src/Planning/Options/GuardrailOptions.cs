using System.Collections.Immutable;

namespace SageServe.Planning;

/// <summary>
/// What holds moves back, whoever wishes them, beside bounds, step and cool-down. The strategies that stand for published baselines and
/// bounds (<c>static</c>, <c>reactive</c>, <c>reactive-pressure</c>, <c>reactive-tuned</c>, <c>chiron</c>, <c>lt-i</c>, <c>clairvoyant</c>,
/// and all with PaperExact) run without the share of drains and the flapping detector, which they lack.
/// </summary>
public sealed record GuardrailOptions
{
    /// <summary>The operator's switch: <c>none</c>, <c>stops</c> (nothing shrinks) or <c>moves</c> (nothing moves, lost replicas are not replaced either). Takes effect with the next tick.</summary>
    [OneOf(typeof(PauseLevels), nameof(PauseLevels.Names))]
    public string Pause { get; init; } = PauseLevels.None;

    /// <summary>Models that the switch is for; empty: all.</summary>
    public ImmutableArray<ModelId> PausedModels { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>Share of a pool's serving replicas that may drain at once; one always may.</summary>
    [Within(0, 1, AboveLow = true)]
    public double DrainShare { get; init; } = 0.5;

    /// <summary>
    /// GPUs of the whole fleet, starting and draining replicas included, beyond which nothing starts; null: no limit. Replicas below a
    /// pool's minimum start all the same.
    /// </summary>
    [Within(0)]
    public int? BudgetGpus { get; init; }

    /// <summary>USD an hour of the whole fleet, counted likewise; null: no limit.</summary>
    [Within(0)]
    public double? BudgetUsdPerHour { get; init; }

    /// <summary>A pool that turned from growing to shrinking or back this often within <see cref="FlapWindow"/> flaps, and then does not shrink for <see cref="FlapHold"/>; 0 turns it off.</summary>
    [Within(0, TurnMemory.Most)]
    public int FlapTurns { get; init; } = 6;

    /// <summary>How far back turns are counted.</summary>
    public TimeSpan FlapWindow { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How long a pool that flaps keeps its replicas.</summary>
    public TimeSpan FlapHold { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>A demand series that nobody told of for longer than StaleAfter keeps its model from shrinking; after this long it counts as gone.</summary>
    public TimeSpan SilentSeries { get; init; } = TimeSpan.FromHours(6);
}
