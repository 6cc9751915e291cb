using System.Collections.Immutable;

namespace SageServe.Shared;

/// <summary>A plan as it is published: targets per pool, what they were made from, and advice for routing. Times are envelope times.</summary>
public sealed record PlanDocument
{
    /// <summary>What this version writes: 2 has <see cref="Solve"/> and <see cref="Prices"/>, 3 <see cref="Groups"/>, 4 <see cref="Courses"/>.</summary>
    public const int NewestFormat = 4;

    /// <summary>Which members to expect; 1 where a plan does not say. A reader takes what it knows of newer ones.</summary>
    public int Format { get; init; } = 1;

    /// <summary>True: made in a dry run, advice only; null in plans of earlier versions.</summary>
    public bool? DryRun { get; init; }

    /// <summary>Grows with each new planning leader; (epoch, version) never goes back.</summary>
    public required long Epoch { get; init; }

    public required long Version { get; init; }

    public required Instant IssuedAt { get; init; }

    public required Instant ExpiresAt { get; init; }

    public required string Strategy { get; init; }

    /// <summary>What computed the targets: the integer program, or the greedy fallback and why.</summary>
    public required string Allocator { get; init; }

    public required ImmutableArray<PoolTarget> Targets { get; init; }

    /// <summary>Units of co-resident groups; empty without any, and in plans of earlier versions. Targets of their members are engines awake.</summary>
    public ImmutableArray<UnitTarget> Groups { get; init => field = value.IsDefault ? [] : value; } = [];

    public required ImmutableArray<SeriesForecast> Forecasts { get; init; }

    /// <summary>What those who follow the plan in other regions pace by; empty in plans of earlier versions, after which nobody paces.</summary>
    public ImmutableArray<PlanCourse> Courses { get; init => field = value.IsDefault ? [] : value; } = [];

    public ImmutableArray<RegionWeight> RegionWeights { get; init; } = [];

    public ImmutableArray<WarmingCapacity> Warming { get; init; } = [];

    /// <summary>What is left for patient work, one for each deployment that has a forecast; empty in plans of earlier versions.</summary>
    public ImmutableArray<HeadroomForecast> Headroom { get; init; } = [];

    /// <summary>How the targets were found; null in plans of earlier versions.</summary>
    public PlanSolve? Solve { get; init; }

    /// <summary>What scarce things are worth; empty without a solver, where nothing binds, and in plans of earlier versions.</summary>
    public ImmutableArray<PlanPrice> Prices { get; init; } = [];

    public ImmutableArray<DecisionStep> Steps { get; init; } = [];

    /// <summary>What routing takes from it, in request time.</summary>
    public PlanAdvice ToAdvice(EnvelopeDocument envelope) => new(
        Version, envelope.ToReal(IssuedAt), envelope.ToReal(ExpiresAt), RegionWeights, [.. Warming.Select(w => w with { ReadyAt = envelope.ToReal(w.ReadyAt) })]);

    /// <summary>What is left for patient work, in request time.</summary>
    public ImmutableArray<HeadroomForecast> HeadroomIn(EnvelopeDocument envelope) =>
    [
        .. Headroom.Select(h => h with
        {
            Step = envelope.ToReal(h.Step),
            Points = [.. h.Points.Select(p => p with { At = envelope.ToReal(p.At) })],
        }),
    ];
}
