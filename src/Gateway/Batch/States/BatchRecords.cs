using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace SageServe.Gateway;

/// <summary>
/// Cards, marks and the list of open batches in the blob store (docs/decisions/0008). <c>open/{id}</c> is written before the card and taken away after the end, so that a
/// gateway finds what is to be done without reading what is over.
/// </summary>
internal sealed class BatchRecords(IBlobStore blobs)
{
    public const string IdPrefix = "batch_";
    private const string Root = "batches/";
    private const string Open = "open/";
    private const string Card = "batch.json";
    private const string InProgress = "in_progress.json";
    private const string Cancelling = "cancelling.json";
    private const string Finalizing = "finalizing.json";
    private const string End = "end.json";
    private const int MaxBytes = 16 * 1024 * 1024;

    public IBlobStore Blobs { get; } = blobs;

    /// <summary>Makes a batch; from then on it exists.</summary>
    /// <returns>False when there is one of this id.</returns>
    public async Task<bool> CreateAsync(StoredBatch card, CancellationToken cancellation)
    {
        await Blobs.PutNewAsync(Open + card.Batch.Id, default, cancellation);
        return await PutAsync(card.Batch.Id, Card, card, BatchJson.Default.StoredBatch, cancellation);
    }

    /// <summary>Null when there is none.</summary>
    public async Task<StoredBatch?> ReadCardAsync(string id, CancellationToken cancellation) =>
        id.StartsWith(IdPrefix, StringComparison.Ordinal) && BlobKey.IsName(id) ? await ReadAsync(id, Card, BatchJson.Default.StoredBatch, cancellation) : null;

    /// <summary>The marks that there are now, those known taken over: a mark never changes.</summary>
    public async Task<BatchMarks> ReadMarksAsync(string id, BatchMarks known, CancellationToken cancellation)
    {
        if (known.End is not null)
        {
            return known;
        }

        var names = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var name in Blobs.ListNamesAsync($"{Root}{id}/", cancellation: cancellation))
        {
            names.Add(name);
        }

        var check = known.InProgress ?? known.NoLines ?? (names.Contains(End) ? null : await IfAsync(InProgress, BatchJson.Default.InProgressMark));
        return names.Contains(End)
            ? known with
            {
                End = await ReadAsync(id, End, BatchJson.Default.EndMark, cancellation),

                // For one that had the batch open: what counts of its own journal.
                Finalizing = known.InProgress is null ? null : known.Finalizing ?? await IfAsync(Finalizing, BatchJson.Default.FinalizingMark),
            }
            : known with
            {
                InProgress = check is { } lines && lines.HasLines() ? lines : null,
                NoLines = check is { } none && !none.HasLines() ? none : null,
                Cancelling = known.Cancelling ?? await IfAsync(Cancelling, BatchJson.Default.CancellingMark),
                Finalizing = known.Finalizing ?? await IfAsync(Finalizing, BatchJson.Default.FinalizingMark),
            };

        Task<T?> IfAsync<T>(string name, JsonTypeInfo<T> type)
            where T : class => names.Contains(name) ? ReadAsync(id, name, type, cancellation) : Task.FromResult<T?>(null);
    }

    /// <returns>False when somebody else was first; so for the other marks.</returns>
    public Task<bool> PutAsync(string id, InProgressMark mark, CancellationToken cancellation) => PutAsync(id, InProgress, mark, BatchJson.Default.InProgressMark, cancellation);

    public Task<bool> PutAsync(string id, CancellingMark mark, CancellationToken cancellation) => PutAsync(id, Cancelling, mark, BatchJson.Default.CancellingMark, cancellation);

    public Task<bool> PutAsync(string id, FinalizingMark mark, CancellationToken cancellation) => PutAsync(id, Finalizing, mark, BatchJson.Default.FinalizingMark, cancellation);

    public Task<bool> PutAsync(string id, EndMark mark, CancellationToken cancellation) => PutAsync(id, End, mark, BatchJson.Default.EndMark, cancellation);

    /// <summary>Takes an ended batch off the list of open ones.</summary>
    public Task CloseAsync(string id, CancellationToken cancellation) => Blobs.DeleteAsync(Open + id, cancellation);

    /// <summary>Batches that have not ended, oldest first; one that has just ended may be among them.</summary>
    public IAsyncEnumerable<string> OpenIdsAsync(CancellationToken cancellation) => Blobs.ListNamesAsync(Open, cancellation: cancellation);

    /// <summary>The same, with the time since which each stands there.</summary>
    public IAsyncEnumerable<(string Id, Instant Since)> OpenSinceAsync(CancellationToken cancellation) =>
        Blobs.ListAsync(Open, cancellation: cancellation).Select(b => (b.Key[Open.Length..], b.WrittenAt));

    /// <summary>All batches of all tenants, oldest first.</summary>
    public IAsyncEnumerable<string> AllIdsAsync(CancellationToken cancellation) => Blobs.ListNamesAsync(Root, cancellation: cancellation);

    /// <summary>Takes an ended batch away with all that is beside its card.</summary>
    public Task DeleteAsync(string id, CancellationToken cancellation) => Blobs.DeletePrefixAsync($"{Root}{id}/", cancellation);

    public IAsyncEnumerable<string> JournalNamesAsync(string id, CancellationToken cancellation) => Blobs.ListNamesAsync($"{Root}{id}/journal/", cancellation: cancellation);

    public static string JournalKey(string id, string journal) => $"{Root}{id}/journal/{journal}";

    private Task<bool> PutAsync<T>(string id, string name, T value, JsonTypeInfo<T> type, CancellationToken cancellation) =>
        Blobs.PutNewAsync($"{Root}{id}/{name}", JsonSerializer.SerializeToUtf8Bytes(value, type), cancellation);

    private async Task<T?> ReadAsync<T>(string id, string name, JsonTypeInfo<T> type, CancellationToken cancellation)
        where T : class =>
        await Blobs.ReadAsync($"{Root}{id}/{name}", MaxBytes, cancellation) is { } bytes ? JsonSerializer.Deserialize(bytes, type) : null;
}
