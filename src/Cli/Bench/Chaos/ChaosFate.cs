namespace SageServe.Cli;

/// <summary>How a batch of the run is to end.</summary>
internal enum ChaosFate
{
    Completed,

    /// <summary>By its tenant, when some of its lines are done.</summary>
    Cancelled,

    /// <summary>Its window ends when some of its lines are done.</summary>
    Expired,
}
