namespace SageServe.Cli;

/// <summary>What becomes of a line when nobody interferes.</summary>
internal enum ChaosLineKind
{
    /// <summary>Answered.</summary>
    Ordinary,

    /// <summary>The engine refuses it for good (400).</summary>
    Refused,

    /// <summary>Every engine fails at it, until its attempts run out.</summary>
    Poisoned,

    /// <summary>Takes minutes: its batch ends before it does.</summary>
    Endless,
}
