namespace SageServe.Gateway;

/// <summary>What became of a line's result.</summary>
internal enum LineRecord
{
    /// <summary>It is durable and, as far as this gateway knows, the line's.</summary>
    Counted,

    /// <summary>It is in the journal of a line that has one already; the merge at the end counts it as discarded.</summary>
    Second,

    /// <summary>It was not written: the batch has ended, or its end is decided.</summary>
    Unwanted,
}
