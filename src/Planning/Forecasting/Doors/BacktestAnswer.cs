using System.Collections.Immutable;

namespace SageServe.Planning;

/// <summary>How forecasts of a load's second half did.</summary>
/// <param name="Origins">Forecasts of the step right after the origin that could be compared.</param>
/// <param name="Methods">Each method by itself.</param>
/// <param name="Wape">Of the answer given: weighted absolute percentage error of its median.</param>
/// <param name="Coverage90">Share of steps within its 5 to 95 % band.</param>
/// <param name="Rows">Forecasts of the planning window, by lead and time; empty where none was asked for.</param>
public sealed record BacktestAnswer(int Origins, ImmutableArray<MethodResult> Methods, double Wape, double Coverage90, ImmutableArray<BacktestRow> Rows)
{
    /// <summary>The same of the first half, which is not judged: what a rival may learn from.</summary>
    public ImmutableArray<BacktestRow> Earlier { get; init; } = [];
}
