using System.Collections.Concurrent;
using System.Text.Json;
using SageServe.Hosting;

namespace SageServe.Gateway;

/// <summary>
/// What this gateway has read of the files' cards. Cards never change, so a listing reads only those that are new; calls that come while one is
/// under way share the next.
/// </summary>
internal sealed class FileIndex(IBlobStore blobs, SteadyClock clock, ILogger<FileIndex> logger) : IDisposable
{
    private const int MaxCardBytes = 64 * 1024;
    private const int ReadsAtOnce = 16;
    private readonly ConcurrentDictionary<string, StoredFile> _cards = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _reading = new(1, 1);
    private long _begun = long.MinValue;

    /// <summary>Every file of the store, of every tenant, in no order, as it was after the call began.</summary>
    public async Task<ICollection<StoredFile>> ReadAsync(CancellationToken cancellation)
    {
        var asked = clock.Time.GetTimestamp();
        await _reading.WaitAsync(cancellation);
        try
        {
            if (_begun <= asked)
            {
                var begun = clock.Time.GetTimestamp();
                await RenewAsync(cancellation);
                _begun = begun;
            }

            return _cards.Values;
        }
        finally
        {
            _reading.Release();
        }
    }

    /// <summary>The card as it stands in the store now; null when there is none.</summary>
    public async Task<StoredFile?> ReadCardAsync(string id, CancellationToken cancellation)
    {
        var bytes = await blobs.ReadAsync(FileKeys.Card(id), MaxCardBytes, cancellation);
        try
        {
            return bytes is null ? null : JsonSerializer.Deserialize(bytes, BatchJson.Default.StoredFile);
        }
        catch (JsonException)
        {
            BatchLog.CardDamaged(logger, id);
            return null;
        }
    }

    /// <summary>It was deleted, and is no file whatever stands in its place.</summary>
    public async Task<bool> IsGoneAsync(string id, CancellationToken cancellation) =>
        FileKeys.IsResult(id) && await blobs.HeadAsync(FileKeys.Gone(id), cancellation) is not null;

    public void Forget(string id) => _cards.TryRemove(id, out _);

    public void Dispose() => _reading.Dispose();

    private async Task RenewAsync(CancellationToken cancellation)
    {
        var names = await blobs.ListNamesAsync(FileKeys.Root, cancellation: cancellation).ToHashSetAsync(StringComparer.Ordinal, cancellation);
        await foreach (var id in blobs.ListNamesAsync(FileKeys.GoneRoot, cancellation: cancellation))
        {
            names.Remove(id);
        }

        foreach (var id in _cards.Keys.Where(id => !names.Contains(id)))
        {
            Forget(id);
        }

        var news = names.Where(id => !_cards.ContainsKey(id));
        await Parallel.ForEachAsync(news, new ParallelOptions { MaxDegreeOfParallelism = ReadsAtOnce, CancellationToken = cancellation }, async (id, token) =>
        {
            if (await ReadCardAsync(id, token) is { } stored)
            {
                _cards[id] = stored;
            }
        });
    }
}
