using SageServe.Routing;

namespace SageServe.Simulator;

/// <summary>A batch, what was told of it, and when it was done.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Submitted">When all of its lines came in.</param>
/// <param name="Window">How long it may take.</param>
/// <param name="Lines">How many.</param>
public sealed record CalibrationBatch(string Id, Instant Submitted, TimeSpan Window, int Lines)
{
    /// <summary>Told when it was submitted; null when it was done before anything could be told.</summary>
    public FinishEstimate? First { get; init; }

    /// <summary>Told when half of its lines were done.</summary>
    public FinishEstimate? Halfway { get; init; }

    public Instant HalfwayAt { get; init; }

    /// <summary>Null when it was not done by the end of the run.</summary>
    public Instant? Finished { get; init; }

    public bool IsInTime => Finished <= Submitted + Window;
}
