using System.Collections.Immutable;

namespace SageServe.Planning;

/// <summary>What a load is expected to do.</summary>
/// <param name="Method">One method, or <c>ensemble</c>.</param>
/// <param name="Reason">backtest, short-history, no-history or loses-to-last-value.</param>
/// <param name="Detail">A sentence for people.</param>
/// <param name="Start">Start of the first step.</param>
/// <param name="Steps">One per step.</param>
/// <param name="Windows">The planning window at each lead; empty where none was asked for.</param>
public sealed record LoadAnswer(
    string Method, string Reason, string Detail, Instant Start, ImmutableArray<LoadQuantiles> Steps, ImmutableArray<WindowOutlook> Windows);
