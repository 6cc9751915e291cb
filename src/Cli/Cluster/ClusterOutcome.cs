namespace SageServe.Cli;

/// <summary>How one check of a cluster ended.</summary>
internal enum ClusterOutcome
{
    /// <summary>The cluster does what the product assumes.</summary>
    Holds,

    /// <summary>It does something else.</summary>
    Differs,

    /// <summary>It could not be found out here.</summary>
    Unknown,

    /// <summary>The cluster lacks what it is about.</summary>
    Skipped,
}
