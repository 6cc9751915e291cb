using System.ComponentModel;

namespace SageServe.Simulator;

/// <summary>A rate over time from a file: requests, or prompt tokens that are divided by the mean prompt.</summary>
public sealed record SeriesSection
{
    [Description("Looked for beside the scenario, then in the data folder.")]
    public required string File { get; init; }

    [Description("Which column, where the file has several (A_prod, A_dev).")]
    public string? Column { get; init; }

    [Description("Where in the series the scenario starts; by its dates when left out and the series has dates, else 0. It goes round at its end.")]
    public TimeSpan? From { get; init; }

    [Description("Factor on the file's rate; ignored when a rate is given.")]
    public double Scale { get; init; } = 1;
}
