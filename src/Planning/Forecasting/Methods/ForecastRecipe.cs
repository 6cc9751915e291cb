using System.Collections.Immutable;

namespace SageServe.Planning;

/// <summary>
/// What a method found out about one series when it studied it, kept for the hourly fits that follow. Small and plain, so that it is
/// written as JSON and survives a restart; the method that wrote it alone knows what the numbers mean, and refuses what it can't use.
/// </summary>
public sealed record ForecastRecipe
{
    /// <summary>Name of the method that wrote it; another method takes no notice of it.</summary>
    public required string Method { get; init; }

    /// <summary>Structure chosen: for SARIMA p, d, q, P, D, Q and the season in steps.</summary>
    public ImmutableArray<int> Order { get; init; } = [];

    /// <summary>Box-Cox: 1 leaves the series as it is, 0 is its logarithm.</summary>
    public double Lambda { get; init; } = 1;

    /// <summary>Coefficients in the method's own order; the next fit starts from them.</summary>
    public ImmutableArray<double> Coefficients { get; init; } = [];

    /// <summary>Length of the steps that it was studied on: another grid needs another recipe.</summary>
    public TimeSpan Step { get; init; }

    /// <summary>End of the last step that it knew.</summary>
    public Instant StudiedAt { get; init; }

    /// <summary>True when this method wrote it for steps of this length and its numbers can be used.</summary>
    internal bool Fits(string method, DemandGrid grid) =>
        Method == method && Step == grid.Step && !Order.IsDefault && !Coefficients.IsDefault && Coefficients.All(double.IsFinite) && double.IsFinite(Lambda);
}
