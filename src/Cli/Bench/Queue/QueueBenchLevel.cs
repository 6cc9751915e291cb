namespace SageServe.Cli;

/// <summary>One store at one backlog; as the gateway's measurement prints it.</summary>
/// <param name="Backlog">Items that wait meanwhile.</param>
/// <param name="FilledPerSecond">Items a second on the way there, enqueueing alone.</param>
/// <param name="ItemsPerSecond">Items a second through enqueue, reading, grant, collect and complete.</param>
/// <param name="BytesPerItem">Memory (Redis) or file (SQLite) over the items.</param>
internal sealed record QueueBenchLevel(int Backlog, double FilledPerSecond, double ItemsPerSecond, double BytesPerItem);
