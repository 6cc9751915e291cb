namespace SageServe.Planning;

/// <summary>What is asked of a load.</summary>
public sealed record LoadQuestion
{
    /// <summary>Forecast in steps of this length.</summary>
    public required TimeSpan Step { get; init; }

    /// <summary>Steps ahead.</summary>
    public int Horizon { get; init; } = 1;

    /// <summary>Length of the planning window whose mean and peak are asked for at every usual lead; zero: only the steps.</summary>
    public TimeSpan Window { get; init; }

    /// <summary>Steps between two forecasts of the same load.</summary>
    public int Stride { get; init; } = 1;

    /// <summary>As <see cref="PlanningOptions.Forecaster"/>.</summary>
    public string Forecaster { get; init; } = Forecasters.Ensemble;

    /// <summary>Its special days; limits to models and regions do not count here.</summary>
    public LoadCalendar Calendar { get; init; } = LoadCalendar.None;

    /// <summary>What <see cref="Forecaster"/> may be.</summary>
    public static IReadOnlyList<string> ForecasterNames => Forecasters.Names;
}
