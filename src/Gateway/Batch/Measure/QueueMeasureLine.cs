namespace SageServe.Gateway;

/// <summary>What was measured at one backlog.</summary>
/// <param name="Backlog">Items that wait while it is measured.</param>
/// <param name="FilledPerSecond">Items a second on the way there, enqueueing alone.</param>
/// <param name="ItemsPerSecond">Items a second through enqueue, reading, grant, collect and complete, with the backlog staying the same.</param>
/// <param name="BytesPerItem">Memory (Redis) or file (SQLite) over the items, all but the empty store's.</param>
internal sealed record QueueMeasureLine(int Backlog, double FilledPerSecond, double ItemsPerSecond, double BytesPerItem);
