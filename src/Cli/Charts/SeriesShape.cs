namespace SageServe.Cli;

internal enum SeriesShape
{
    Line,

    /// <summary>Holds each value until the next point: counts of replicas, cumulative shares.</summary>
    Step,

    /// <summary>Filled between the lower and the upper edge of its points, straight between them.</summary>
    Band,

    /// <summary>The same in steps; the layers of a stack.</summary>
    StepBand,

    Dots,
}
