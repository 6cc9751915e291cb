using System.Collections.Concurrent;
using SageServe.Hosting;

namespace SageServe.Gateway;

/// <summary>The batches that this gateway knows of, by id. What others made is found when it is asked for, and by looking now and then.</summary>
internal sealed class BatchShelf(BatchRecords records, GatewayStart gateway, TimeOrderedIds ids, BatchOptions options, SteadyClock clock) : IAsyncDisposable
{
    /// <summary>Longer than any gateway takes between a batch's entry in the list and its card.</summary>
    private static readonly TimeSpan Unmade = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<string, BatchRun> _runs = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _looking = new(1, 1);
    private readonly Lock _gate = new();
    private Instant _openSeenAt = Instant.Min;
    private Instant _allSeenAt = Instant.Min;

    /// <summary>Not ended yet as far as known, oldest first.</summary>
    public IReadOnlyList<BatchRun> Unfinished =>
        [.. _runs.Values.Where(r => !r.Status.IsFinal()).OrderBy(r => r.Id, StringComparer.Ordinal)];

    /// <summary>Those to look after: not ended, or ended and this gateway still holds what a running batch needs.</summary>
    public IReadOnlyList<BatchRun> Open => [.. _runs.Values.Where(r => !r.Status.IsFinal() || r.Progress is not null).OrderBy(r => r.Id, StringComparer.Ordinal)];

    public string NewId() => BatchRecords.IdPrefix + ids.Next();

    /// <summary>Stores a new batch, durable when this returns; the one that has the id already when there is one.</summary>
    public async Task<BatchRun> AddAsync(string id, TenantId tenant, BatchRequest request, BatchKey? key, CancellationToken cancellation)
    {
        var created = (long)clock.Now.ToUnixSeconds();
        var card = new StoredBatch
        {
            Tenant = tenant,
            Key = key,
            By = gateway.Name,
            OutputSeconds = request.OutputSeconds,
            Batch = new BatchDocument
            {
                Id = id,
                Endpoint = request.Endpoint,
                InputFileId = request.InputFileId,
                CompletionWindow = request.CompletionWindow,
                Status = BatchStatus.Validating,
                CreatedAt = created,
                ExpiresAt = created + (long)request.Window.TotalSeconds,
                RequestCounts = new BatchCounts(0, 0, 0),
                Metadata = request.Metadata,
            },
        };
        if (!await records.CreateAsync(card, cancellation))
        {
            return await FindAsync(id, cancellation) ?? throw new InvalidDataException($"The card of {id} cannot be read.");
        }

        return _runs.GetOrAdd(id, _ => new BatchRun(card, records, gateway, clock));
    }

    /// <summary>Among those known.</summary>
    public BatchRun? Find(string id) => _runs.GetValueOrDefault(id);

    /// <summary>Null when there is none.</summary>
    public async Task<BatchRun?> FindAsync(string id, CancellationToken cancellation)
    {
        if (_runs.TryGetValue(id, out var known))
        {
            return known;
        }

        if (await records.ReadCardAsync(id, cancellation) is not { } card)
        {
            return null;
        }

        var run = _runs.GetOrAdd(id, _ => new BatchRun(card, records, gateway, clock));
        await run.RefreshAsync(TimeSpan.Zero, cancellation);
        return run;
    }

    /// <summary>Takes off the list of open batches what gateways that died left there: ended ones, and ones that were never made.</summary>
    public async Task SweepOpenAsync(CancellationToken cancellation)
    {
        await foreach (var (id, since) in records.OpenSinceAsync(cancellation))
        {
            var run = await FindAsync(id, cancellation);
            if (run is null ? since < clock.Now - Unmade : run.Status.IsFinal())
            {
                await records.CloseAsync(id, cancellation);
            }
        }
    }

    /// <summary>Takes away ended batches that were made before a time.</summary>
    public async Task SweepAsync(Instant before, CancellationToken cancellation)
    {
        await foreach (var id in records.AllIdsAsync(cancellation))
        {
            if (TimeOrderedIds.MadeAt(id.AsSpan(Math.Min(id.Length, BatchRecords.IdPrefix.Length))) is not { } madeAt || madeAt >= before)
            {
                continue;
            }

            if (await FindAsync(id, cancellation) is { } run && run.Status.IsFinal())
            {
                await records.DeleteAsync(id, cancellation);
                _runs.TryRemove(id, out _);
            }
        }
    }

    /// <summary>Null when there is none or it is another tenant's.</summary>
    public async Task<BatchRun?> FindAsync(TenantId tenant, string id, CancellationToken cancellation) =>
        await FindAsync(id, cancellation) is { } run && run.Stored.Tenant == tenant ? run : null;

    /// <summary>Newest first.</summary>
    public async Task<IReadOnlyList<BatchRun>> OfAsync(TenantId tenant, CancellationToken cancellation) =>
        [.. (await AllAsync(cancellation)).Where(r => r.Stored.Tenant == tenant)];

    /// <summary>Of all tenants, newest first.</summary>
    public async Task<IReadOnlyList<BatchRun>> AllAsync(CancellationToken cancellation)
    {
        if (IsDue(ref _allSeenAt))
        {
            await LookAsync(records.AllIdsAsync(cancellation), cancellation);
        }

        return [.. _runs.Values.OrderByDescending(r => r.Id, StringComparer.Ordinal)];
    }

    /// <summary>Finds batches that others made and that have not ended, at most once in a while.</summary>
    public async Task DiscoverAsync(CancellationToken cancellation)
    {
        if (IsDue(ref _openSeenAt))
        {
            await LookAsync(records.OpenIdsAsync(cancellation), cancellation);
        }
    }

    /// <summary>A batch that still needs the file; null when none does.</summary>
    public async Task<string?> UnfinishedWithInputAsync(string fileId, CancellationToken cancellation)
    {
        await LookAsync(records.OpenIdsAsync(cancellation), cancellation);
        foreach (var run in Unfinished.Where(r => r.Stored.Batch.InputFileId == fileId))
        {
            await run.RefreshAsync(TimeSpan.Zero, cancellation);
            if (!run.Status.IsFinal())
            {
                return run.Id;
            }
        }

        return null;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var run in _runs.Values)
        {
            await run.DisposeAsync();
        }
    }

    private bool IsDue(ref Instant seenAt)
    {
        lock (_gate)
        {
            if (seenAt != Instant.Min && clock.Now - seenAt < options.Refresh)
            {
                return false;
            }

            seenAt = clock.Now;
            return true;
        }
    }

    private async Task LookAsync(IAsyncEnumerable<string> ids, CancellationToken cancellation)
    {
        await _looking.WaitAsync(cancellation);
        try
        {
            await foreach (var id in ids)
            {
                await FindAsync(id, cancellation);
            }
        }
        finally
        {
            _looking.Release();
        }
    }
}
