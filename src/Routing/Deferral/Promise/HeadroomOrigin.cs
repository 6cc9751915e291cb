namespace SageServe.Routing;

/// <summary>Where a figure of the headroom comes from.</summary>
public enum HeadroomOrigin
{
    /// <summary>Nothing is known: no reading yet.</summary>
    None,

    /// <summary>The present level, carried on.</summary>
    Present,

    /// <summary>The same hour of an earlier day, as measured.</summary>
    History,

    /// <summary>The planner's forecast.</summary>
    Plan,
}
