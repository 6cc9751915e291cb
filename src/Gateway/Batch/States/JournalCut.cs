namespace SageServe.Gateway;

/// <summary>What counts of a journal.</summary>
/// <param name="Name">Of the journal, within its batch.</param>
/// <param name="Length">Entries that end at or before this position count.</param>
internal sealed record JournalCut(string Name, long Length);
