namespace SageServe.Cli;

/// <summary>How a stream of the soak ended.</summary>
internal enum SoakEnd
{
    Whole,

    /// <summary>It had a byte, and its replica was killed: right so far, and its end was told.</summary>
    Broken,

    /// <summary>It had no byte: another replica should have served it.</summary>
    Failed,

    /// <summary>Tokens of another stream, twice, missing or in the wrong order.</summary>
    Wrong,
}
