using System.Collections.Immutable;

namespace SageServe.Planning;

/// <summary>The methods that compete for each series, simplest first: of equals the simpler one wins.</summary>
internal static class Forecasters
{
    public static readonly ImmutableArray<IForecaster> All =
    [
        new LastValueForecaster(),
    ];
}
