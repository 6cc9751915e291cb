namespace SageServe.Simulator;

/// <summary>How far what is seen lags behind what is. Missing facts stay missing, they never become zero. Outages are faults.</summary>
public sealed record TelemetryOptions
{
    /// <summary>Chance that one reading of one replica fails: its last reading stays, and ages.</summary>
    public double ScrapeLoss { get; init; }

    /// <summary>From the reading on the engine until the gateways see it, request time; less than the scrape interval.</summary>
    public TimeSpan ScrapeDelay { get; init; }

    /// <summary>Mean outages of one replica's metrics per hour, envelope time.</summary>
    public double ReplicaOutagesPerHour { get; init; }

    public DurationSpread ReplicaOutageLength { get; init; } = DurationSpread.Of(TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(10));

    /// <summary>Between two scrapes of the planner's Prometheus, envelope time; zero: the planner sees what the gateways see.</summary>
    public TimeSpan PlannerScrapeInterval { get; init; }

    /// <summary>From a scrape until a query shows it, envelope time; demand bins that end within it are not there yet.</summary>
    public TimeSpan PlannerQueryLag { get; init; }

    /// <summary>Chance that all queries of one tick fail: demand and load are then unknown.</summary>
    public double PlannerQueryLoss { get; init; }
}
