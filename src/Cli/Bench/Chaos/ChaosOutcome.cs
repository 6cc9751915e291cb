namespace SageServe.Cli;

/// <summary>How a line ended, as its result says.</summary>
internal enum ChaosOutcome
{
    /// <summary>In the output file, with status 200.</summary>
    Answered,

    /// <summary>In the error file, with the engine's 400.</summary>
    Refused,

    /// <summary>In the error file, with the last of several failures.</summary>
    Exhausted,

    /// <summary>In the error file: its batch expired.</summary>
    Expired,

    /// <summary>In the error file: its batch was cancelled.</summary>
    Cancelled,

    /// <summary>None of these: nothing that may be there.</summary>
    Odd,
}
