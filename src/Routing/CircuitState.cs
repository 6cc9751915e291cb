namespace SageServe.Routing;

/// <summary>What a circuit lets through.</summary>
public enum CircuitState
{
    Closed,

    /// <summary>Nothing.</summary>
    Open,

    /// <summary>One request, which decides.</summary>
    HalfOpen,
}
