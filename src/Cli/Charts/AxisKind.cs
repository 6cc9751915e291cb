namespace SageServe.Cli;

internal enum AxisKind
{
    /// <summary>Plain numbers with k, M and G.</summary>
    Number,

    /// <summary>Shares of one, shown in percent.</summary>
    Share,

    /// <summary>Seconds of a duration, shown with their unit.</summary>
    Seconds,

    /// <summary>Hours since 1970, UTC, shown as a clock with the weekday at midnight.</summary>
    Clock,
}
