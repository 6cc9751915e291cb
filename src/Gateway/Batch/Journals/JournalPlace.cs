namespace SageServe.Gateway;

/// <summary>How far another gateway's journal was read.</summary>
internal sealed class JournalPlace
{
    /// <summary>Where its next entry is read from.</summary>
    public long Next { get; set; }

    public Instant LookAt { get; set; } = Instant.Min;

    public TimeSpan Pause { get; set; }
}
