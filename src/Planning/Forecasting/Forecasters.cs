using System.Collections.Immutable;

namespace SageServe.Planning;

/// <summary>The methods, simplest first: of equals the simpler one wins.</summary>
internal static class Forecasters
{
    /// <summary>The option's name for letting them compete.</summary>
    public const string Best = "best";

    /// <summary>The option's name for mixing their answers.</summary>
    public const string Ensemble = "ensemble";

    /// <summary>The paper's choice for every series.</summary>
    public const string Paper = "arima(3,1,2)";

    public static readonly ImmutableArray<IForecaster> All =
    [
        new LastValueForecaster(),
        new SeasonalNaiveForecaster("seasonal-naive-day", TimeSpan.FromDays(1)),
        new SeasonalNaiveForecaster("seasonal-naive-week", TimeSpan.FromDays(7)),
        new ShapeForecaster("shape-day", TimeSpan.FromDays(1), seasons: 3),
        new ShapeForecaster("shape-week", TimeSpan.FromDays(7), seasons: 2),
        new ArimaForecaster(ArimaOrder.Paper, onLogarithm: false),
        new ArimaForecaster(ArimaOrder.Paper, onLogarithm: true),
        new HoltWintersForecaster(),
        new SarimaForecaster(),
        new SeasonalRegressionForecaster(),
    ];

    /// <summary>
    /// Those that compete for each series. ARIMA without a season is asked for by name only: seasonal ARIMA, which may choose to have no
    /// season, answers as well at a quarter of the time.
    /// </summary>
    public static readonly ImmutableArray<IForecaster> Competing = [.. All.Where(f => f is not ArimaForecaster)];

    /// <summary>What the option may say.</summary>
    public static readonly ImmutableArray<string> Names = [Ensemble, Best, .. All.Select(f => f.Name)];

    public static SeriesForecaster Of(string name)
    {
        var (methods, rule) = Choice(name);
        return new SeriesForecaster(methods, rule);
    }

    /// <summary>Who competes under this name. One named method still has the last value to fall back on while history is too short for it.</summary>
    public static (ImmutableArray<IForecaster> Methods, CombineRule Rule) Choice(string name) => name switch
    {
        Ensemble => (Competing, CombineRule.Ensemble),
        Best => (Competing, CombineRule.Best),
        _ => ([.. All.Where(f => f.Name == LastValueForecaster.MethodName || f.Name == name)], CombineRule.Named),
    };
}
