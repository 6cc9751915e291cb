namespace SageServe.Gateway;

/// <summary>Where the scaler's plan is found; it may come and go.</summary>
internal interface IPlanSource
{
    /// <summary>In log lines.</summary>
    string Name { get; }

    /// <summary>Between two looks, request time.</summary>
    TimeSpan Interval { get; }

    /// <summary>The plan; null when there is none, or none that is new.</summary>
    Task<PlanDocument?> ReadNewAsync(CancellationToken stop);
}
