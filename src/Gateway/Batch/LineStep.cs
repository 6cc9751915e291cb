namespace SageServe.Gateway;

/// <summary>What follows from one run of a line.</summary>
internal enum LineStep
{
    /// <summary>Its result is final.</summary>
    Record,

    /// <summary>It failed and may try again after a pause.</summary>
    Retry,

    /// <summary>It never ran, or was taken back for more urgent work: no attempt is counted.</summary>
    PutBack,
}
