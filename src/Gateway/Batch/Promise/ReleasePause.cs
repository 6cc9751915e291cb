using System.Text.Json;
using SageServe.Hosting;

namespace SageServe.Gateway;

/// <summary>
/// Whether an operator has stopped the release of patient work (<c>sageserve queue drain</c>). It stands in the blob store, so that it holds for
/// all gateways of the region and outlives them and the index. What runs already goes on.
/// </summary>
internal sealed class ReleasePause(IBlobStore blobs, BatchOptions options, SteadyClock clock)
{
    private const string Key = "queue/paused.json";
    private const int MostBytes = 4096;
    private volatile PauseMark? _mark;
    private Instant _readAt = Instant.Min;

    /// <summary>As read last; null while work is released.</summary>
    public PauseMark? Mark => _mark;

    /// <summary>Reads it anew when the last reading is old. While the store is away, what was read last counts.</summary>
    public async ValueTask<bool> IsOnAsync(CancellationToken cancellation)
    {
        if (_readAt == Instant.Min || clock.Now - _readAt >= options.Refresh)
        {
            _readAt = clock.Now;
            try
            {
                _mark = await blobs.ReadAsync(Key, MostBytes, cancellation) is { } bytes ? JsonSerializer.Deserialize(bytes, BatchJson.Default.PauseMark) : null;
            }
            catch (Exception e) when (e is BlobStoreException or JsonException or InvalidDataException)
            {
                // Neither a store that is away nor a mark that nobody can read says that anything changed.
            }
        }

        PromiseMetrics.PauseSeen(_mark is not null);
        return _mark is not null;
    }

    public async Task SetAsync(PauseMark? mark, CancellationToken cancellation)
    {
        if (mark is null)
        {
            await blobs.DeleteAsync(Key, cancellation);
        }
        else
        {
            await blobs.PutAsync(Key, JsonSerializer.SerializeToUtf8Bytes(mark, BatchJson.Default.PauseMark), cancellation);
        }

        _mark = mark;
    }
}
