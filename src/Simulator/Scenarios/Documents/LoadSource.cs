using System.ComponentModel;

namespace SageServe.Simulator;

/// <summary>One source of requests: a generator or a trace, and who its requests are.</summary>
public sealed record LoadSource
{
    [Description("Names its random draws: another name, other draws.")]
    public required string Name { get; init; }

    [Description("Load made from a rate and a distribution of sizes.")]
    public GeneratorSection? Generate { get; init; }

    [Description("Load read from a trace.")]
    public TraceSection? Trace { get; init; }

    [Description("Who the requests are; of a trace, where it does not say.")]
    public MixSection Mix { get; init; } = new();

    [Description("Whose requests these are, for fairness and the report by tenant; sources that say nothing are one tenant together.")]
    public string? Tenant { get; init; }

    [Description("False keeps this source out of the demand before the start: the forecast does not know it.")]
    public bool InHistory { get; init; } = true;

    [Description("False makes this source nothing but demand before the start: a past for a trace that has none.")]
    public bool InRun { get; init; } = true;
}
