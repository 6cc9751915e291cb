using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using SageServe.Hosting;

namespace SageServe.Gateway;

/// <summary>
/// Keeps what the outlook of a lane has learnt in the blob store (<c>queue/outlook/</c>), so that a restart need not learn it anew: written at most
/// once a minute by the gateway that pumps the lane, by each while nobody does (an empty lane has no pump, and what interactive work leaves is
/// learnt all the same). Read at the start and before every write, so that nobody's better knowledge is written over. A file that cannot be what a
/// gateway learnt is said once and ignored; one of a newer version is also left as it is. While the store is away nothing is lost but time.
/// </summary>
internal sealed class OutlookMemory(IBlobStore blobs, SteadyClock clock, ILogger<OutlookMemory> logger)
{
    private const int MostBytes = 128 * 1024;
    private static readonly TimeSpan Between = TimeSpan.FromMinutes(1);

    /// <summary>A store that hangs holds up nothing else for longer.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly Dictionary<ModelId, Kept> _kept = [];

    /// <summary>On every beat of the lane, by one caller.</summary>
    /// <param name="model">Whose lane.</param>
    /// <param name="lane">Its outlook.</param>
    /// <param name="writes">No other gateway holds the lane's pump.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public async Task BeatAsync(ModelId model, LaneOutlook lane, bool writes, CancellationToken cancellation)
    {
        if (!_kept.TryGetValue(model, out var kept))
        {
            _kept.Add(model, kept = new Kept());
        }

        var isDue = writes && !kept.IsNewer && clock.Now - kept.WrittenAt >= Between;
        if (kept.IsRead && !isDue)
        {
            return;
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(Patience);
        try
        {
            await ReadAsync(model, lane, kept, limit.Token);
            kept.IsRead = true;
            if (isDue && !kept.IsNewer && lane.Save() is { } memory)
            {
                kept.WrittenAt = clock.Now;
                await blobs.PutAsync(KeyOf(model), JsonSerializer.SerializeToUtf8Bytes(LaneMemoryDocument.Of(model, memory), BatchJson.Default.LaneMemoryDocument), limit.Token);
            }
        }
        catch (Exception e) when (e is BlobStoreException || e is OperationCanceledException && !cancellation.IsCancellationRequested)
        {
            // The next beat tries again to read, the next minute to write.
        }
    }

    private async Task ReadAsync(ModelId model, LaneOutlook lane, Kept kept, CancellationToken cancellation)
    {
        try
        {
            if (await blobs.ReadAsync(KeyOf(model), MostBytes, cancellation) is not { } bytes)
            {
                return;
            }

            var document = JsonSerializer.Deserialize(bytes, BatchJson.Default.LaneMemoryDocument) ?? throw new InvalidDataException("it is empty");
            kept.IsNewer = document.Version > LaneMemoryDocument.Current;
            lane.Recall(document.Read(model, clock.Now));
        }
        catch (Exception e) when (e is JsonException or InvalidDataException)
        {
            if (!kept.IsTold)
            {
                kept.IsTold = true;
                BatchLog.OutlookUnread(logger, KeyOf(model), e.Message);
            }
        }
    }

    /// <summary>A model's name may hold what a key may not.</summary>
    private static string KeyOf(ModelId model)
    {
        var name = BlobKey.IsName(model.Value) ? model.Value : "sha256-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(model.Value)));
        return $"queue/outlook/{name}.json";
    }

    private sealed class Kept
    {
        public Instant WrittenAt { get; set; } = Instant.Min;

        public bool IsRead { get; set; }

        public bool IsNewer { get; set; }

        public bool IsTold { get; set; }
    }
}
