namespace SageServe.Cli;

/// <summary>What a client got.</summary>
/// <param name="Flight">Of which case.</param>
/// <param name="Got">The bytes that came; empty for a client that left.</param>
/// <param name="LeftAt">When the client left (<see cref="System.Diagnostics.Stopwatch"/>); null when it stayed.</param>
/// <param name="IsFirst">On its connection.</param>
internal sealed record FuzzOutcome(FuzzFlight Flight, byte[] Got, long? LeftAt, bool IsFirst)
{
    /// <summary>The gateway says that the connection ends.</summary>
    public bool Closes => RawAnswer.Of(Got).Header("connection")?.Contains("close", StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>
    /// Nothing came, and no upstream had it, on a connection on which an answer had come that did not say it was the last one.
    /// </summary>
    public bool WasDropped => !IsFirst && LeftAt is null && Got.Length == 0 && Flight is { Attempts: 0, Case.Framed: true };
}
