using System.Collections.Immutable;
using System.Globalization;
using SageServe.Hosting;

namespace SageServe.Gateway;

/// <summary>All journals of one batch as this gateway sees them: its own, which it writes, and those of others, which it reads on.</summary>
internal sealed class BatchJournals(BatchRecords records, string batch, string gateway, BatchProgress progress, SteadyClock clock) : IAsyncDisposable
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);
    private readonly SortedDictionary<string, JournalPlace> _places = new(StringComparer.Ordinal);
    private readonly ResultJournal _own = new(records.Blobs, clock.Time, n => NameOf(gateway, n), name => BatchRecords.JournalKey(batch, name));

    /// <summary>Makes a result durable, then counts it.</summary>
    /// <returns>False when the line had a result already.</returns>
    /// <exception cref="IOException">It is not durable.</exception>
    public async Task<bool> AppendAsync(JournalEntry entry)
    {
        var journal = await _own.AppendAsync(entry);
        return progress.MarkDone(journal, entry.Line, entry.Outcome);
    }

    /// <summary>
    /// Counts what was added to journals. One that had nothing new for a while is looked at less often, unless <paramref name="whole"/> asks for
    /// all. One caller at a time.
    /// </summary>
    public async Task ReadOnAsync(bool whole, CancellationToken cancellation)
    {
        await foreach (var name in records.JournalNamesAsync(batch, cancellation))
        {
            _places.TryAdd(name, new JournalPlace());
        }

        foreach (var (name, place) in _places)
        {
            // What stands in the own one was counted as it was written.
            if (whole || (!name.StartsWith(gateway, StringComparison.Ordinal) && clock.Now >= place.LookAt))
            {
                await ReadOnAsync(name, place, cancellation);
            }
        }
    }

    /// <summary>What counts if the batch ends now.</summary>
    public async Task<ImmutableArray<JournalCut>> CutAsync(CancellationToken cancellation)
    {
        await ReadOnAsync(whole: true, cancellation);
        return [.. _places.Where(p => p.Value.Next > 0).Select(p => new JournalCut(p.Key, p.Value.Next))];
    }

    /// <summary>Entries of the own journal behind the cut.</summary>
    public async Task<int> CountLateAsync(ImmutableArray<JournalCut> cuts, CancellationToken cancellation)
    {
        var late = 0;
        await foreach (var name in records.JournalNamesAsync(batch, cancellation))
        {
            if (!name.StartsWith(gateway, StringComparison.Ordinal))
            {
                continue;
            }

            var from = cuts.FirstOrDefault(c => c.Name == name)?.Length ?? 0;
            await foreach (var _ in JournalReader.ReadAsync(records.Blobs, BatchRecords.JournalKey(batch, name), from, cancellation))
            {
                late++;
            }
        }

        return late;
    }

    public ValueTask DisposeAsync() => _own.DisposeAsync();

    private async Task ReadOnAsync(string name, JournalPlace place, CancellationToken cancellation)
    {
        var before = place.Next;
        await foreach (var (entry, next) in JournalReader.ReadAsync(records.Blobs, BatchRecords.JournalKey(batch, name), before, cancellation))
        {
            progress.MarkDone(name, entry.Line, entry.Outcome);
            place.Next = next;
        }

        place.Pause = place.Next > before ? TimeSpan.Zero : TimeSpan.FromTicks(Math.Clamp(place.Pause.Ticks * 2, TimeSpan.TicksPerSecond / 2, LongestPause.Ticks));
        place.LookAt = clock.Now + place.Pause;
    }

    private static string NameOf(string gateway, int number) => number == 1 ? gateway : string.Create(CultureInfo.InvariantCulture, $"{gateway}-{number:D6}");
}
