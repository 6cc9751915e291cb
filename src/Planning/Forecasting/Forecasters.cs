using System.Collections.Immutable;

namespace SageServe.Planning;

/// <summary>The methods that compete for each series, simplest first: of equals the simpler one wins.</summary>
internal static class Forecasters
{
    public static readonly ImmutableArray<IForecaster> All =
    [
        new LastValueForecaster(),
        new SeasonalNaiveForecaster("seasonal-naive-day", TimeSpan.FromDays(1)),
        new SeasonalNaiveForecaster("seasonal-naive-week", TimeSpan.FromDays(7)),
        new ShapeForecaster("shape-day", TimeSpan.FromDays(1), seasons: 3),
        new ShapeForecaster("shape-week", TimeSpan.FromDays(7), seasons: 2),
        new ArimaForecaster(ArimaOrder.Paper, onLogarithm: false),
        new ArimaForecaster(ArimaOrder.Paper, onLogarithm: true),
    ];
}
