using System.Collections.Immutable;
using System.ComponentModel;

namespace SageServe.Simulator;

/// <summary>A rate over time, how it swings within minutes, and how large requests are.</summary>
public sealed record GeneratorSection
{
    [Description("Requests a second, mean over the shape's own period (a week). A series needs none: it tells the rate itself.")]
    public double? Rate { get; init; }

    [Description("A rate over time from a file, instead of a shape.")]
    public SeriesSection? Series { get; init; }

    [Description("How the rate moves: flat, or a published hour-of-week shape (chat, code).")]
    public string Shape { get; init; } = "flat";

    [Description("An own shape instead: 24 or 168 relative rates, the first for 00:00 UTC (of a Monday).")]
    public ImmutableArray<double> Hours { get; init; } = [];

    [Description("Swings of the rate within minutes: poisson (none), chat or code as measured on Azure 2023.")]
    public string Burstiness { get; init; } = "poisson";

    [Description("Own swings instead.")]
    public ImmutableArray<SwingRule> Swings { get; init; } = [];

    [Description("A rise of the rate that no shape tells.")]
    public RampRule? Ramp { get; init; }

    [Description("Published sizes: chat, code, summarisation.")]
    public string? Tokens { get; init; }

    [Description("Prompt tokens by quantile (p1, p50, p99.9, ...), geometric between them; instead of a published table.")]
    public ImmutableSortedDictionary<string, double> Prompt { get; init; } = ImmutableSortedDictionary<string, double>.Empty;

    [Description("A file of lengths (or any trace), from whose rows sizes are drawn; instead of a table.")]
    public string? Lengths { get; init; }

    [Description("Longer answers are cut here.")]
    public int LongestOutput { get; init; } = int.MaxValue;

    [Description("Longer prompts are cut here.")]
    public int LongestPrompt { get; init; } = int.MaxValue;

    [Description("Output tokens by quantile; goes with prompt.")]
    public ImmutableSortedDictionary<string, double> Output { get; init; } = ImmutableSortedDictionary<string, double>.Empty;
}
