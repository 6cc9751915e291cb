using System.ComponentModel;

namespace SageServe.Simulator;

/// <summary>A trace file and what of it arrives. Time 0 of the trace's window is the scenario's start.</summary>
public sealed record TraceSection
{
    [Description("Looked for beside the scenario, then in the data folder (--data, SAGESERVE_DATA). Plain or gzip.")]
    public required string File { get; init; }

    [Description("Name of the format; auto looks at the first line.")]
    public string Format { get; init; } = "auto";

    [Description("Divides the trace's times: 2 doubles the load by halving its length.")]
    public double Speed { get; init; } = 1;

    [Description("Requests per row: below 1 rows are left out at random, above 1 they come several times at their moment.")]
    public double Scale { get; init; } = 1;

    [Description("Where in the trace the window begins. Rows before it become demand before the start, as far as history reaches.")]
    public TimeSpan From { get; init; }

    [Description("Length of the window in the trace's own time; to its end when left out.")]
    public TimeSpan? For { get; init; }

    [Description("Begins the window anew at its end.")]
    public bool Repeat { get; init; }

    [Description("Takes models, regions and tiers from the mix even where the trace tells them.")]
    public bool OnlySizes { get; init; }

    [Description("Names in the trace and what they are called here.")]
    public RenameSection Rename { get; init; } = new();
}
