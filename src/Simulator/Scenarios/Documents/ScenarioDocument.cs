using System.Collections.Immutable;
using System.ComponentModel;

namespace SageServe.Simulator;

/// <summary>A scenario as it stands in a YAML file. Lengths of time have a unit; all of it can be changed by a dotted path.</summary>
public sealed record ScenarioDocument : RunSettings
{
    [Description("Another scenario, built in or a file beside this one, whose settings hold where this one says nothing. Lists are replaced as a whole.")]
    public string? Base { get; init; }

    [Description("Short, in kebab case; stands in reports.")]
    public required string Name { get; init; }

    [Description("One sentence for people.")]
    public required string Title { get; init; }

    [Description("Models, hardware, regions and promises.")]
    public CatalogSection Catalog { get; init; } = new();

    [Description("The pools, by rule; without it the catalog's own.")]
    public ImmutableArray<PoolRule> Pools { get; init; } = [];

    [Description("Hardware that regions can hold, by rule; without it the catalog's own.")]
    public ImmutableArray<CapacityRule> Capacity { get; init; } = [];

    [Description("What arrives: the sum of these sources.")]
    public required ImmutableArray<LoadSource> Load { get; init; }

    [Description("Factor on the rates of all sources: a generator's rate, a trace's requests per row. The past grows with them.")]
    public double LoadScale { get; init; } = 1;

    [Description("Requests of a part of every period that come several times, as the reference system's burst test has them.")]
    public ImmutableArray<BurstRule> Bursts { get; init; } = [];

    [Description("The moment at which the run begins; weekdays and hours of generated load follow from it.")]
    public Instant Start { get; init; } = Instant.From(new DateTimeOffset(2026, 6, 2, 0, 0, 0, TimeSpan.Zero));

    [Description("How long requests arrive, in request time.")]
    public required TimeSpan Duration { get; init; }

    [Description("How much demand before the start the forecast is told, on the envelope's clock.")]
    public TimeSpan History { get; init; }

    [Description("A calendar file of days that are not like others, which forecasts are told of (docs/schema/calendar.schema.json); beside this one or in the data folder.")]
    public string? Calendar { get; init; }

    [Description("Request time that one day of the envelope clock takes (load shape, planning, cold starts, GPU-hours). 1d is the real pace.")]
    public TimeSpan DayIn { get; init; } = TimeSpan.FromDays(1);

    [Description("Replicas that serve from the start, by pool; without it what the pools say.")]
    public ImmutableArray<InitialReplicas>? Initial { get; init; }

    [Description("Replicas that are lost at a moment after the start.")]
    public ImmutableArray<KillRule> Kills { get; init; } = [];
}
