using System.Collections.Immutable;

namespace SageServe.Planning;

/// <summary>How much an operator holds still.</summary>
public static class PauseLevels
{
    public const string None = "none";
    public const string Stops = "stops";
    public const string Moves = "moves";

    /// <summary>What the option may say.</summary>
    public static readonly ImmutableArray<string> Names = [None, Stops, Moves];
}
