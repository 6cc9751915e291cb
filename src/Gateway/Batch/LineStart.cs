namespace SageServe.Gateway;

/// <summary>May a leased line run?</summary>
internal enum LineStart
{
    /// <summary>Yes; it counts as running until it is ended.</summary>
    Begun,

    /// <summary>Its result is in the journal already.</summary>
    Done,

    /// <summary>It runs here already: its lease was lost and given out again.</summary>
    Running,

    /// <summary>The batch takes no more results.</summary>
    Closed,
}
