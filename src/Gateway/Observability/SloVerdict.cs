namespace SageServe.Gateway;

/// <summary>How a request counts for SLO attainment.</summary>
public enum SloVerdict
{
    /// <summary>Not counted: the request itself was wrong, or over its quota.</summary>
    None,
    Met,
    Missed,

    /// <summary>The client left before the target had passed.</summary>
    Left,
}
