namespace SageServe.Cli;

/// <summary>What the requests of one tier got under one strategy.</summary>
/// <param name="Goal">Share of requests that must meet their target, by the catalog.</param>
/// <param name="Requests">Mean over seeds.</param>
/// <param name="Attainment">Share that did; null where none was judged.</param>
internal sealed record BacktestTier(double Goal, double Requests, Estimate? Attainment)
{
    /// <summary>The mean reaches the goal.</summary>
    public bool Holds => Attainment is not { } told || told.Mean >= Goal;
}
