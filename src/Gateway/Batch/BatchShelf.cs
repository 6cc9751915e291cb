using System.Collections.Concurrent;
using SageServe.Hosting;

namespace SageServe.Gateway;

/// <summary>All batches, by id, with a folder each on disk.</summary>
internal sealed class BatchShelf : IDisposable
{
    private readonly ConcurrentDictionary<string, BatchRun> _runs = new(StringComparer.Ordinal);
    private readonly string _root;
    private readonly SteadyClock _clock;
    private long _sequence;

    public BatchShelf(GatewayOptions options, SteadyClock clock)
    {
        _root = Path.Combine(options.DataDirectory, "batches");
        _clock = clock;
        Directory.CreateDirectory(_root);
        foreach (var folder in Directory.EnumerateDirectories(_root))
        {
            if (BatchRun.Load(folder) is { } stored)
            {
                _runs[stored.Batch.Id] = new BatchRun(stored, folder, clock);
                _sequence = Math.Max(_sequence, stored.Sequence);
            }
        }
    }

    /// <summary>Not ended yet, oldest first.</summary>
    public IReadOnlyList<BatchRun> Unfinished =>
        [.. _runs.Values.Where(r => !r.Status.IsFinal()).OrderBy(r => r.Stored.Sequence)];

    /// <summary>Stores a new batch; it is on disk when this returns.</summary>
    public async Task<BatchRun> AddAsync(TenantId tenant, BatchRequest request, BatchKey? key)
    {
        var now = _clock.Now;
        var created = (long)now.ToUnixSeconds();
        var batch = new BatchDocument
        {
            Id = $"batch_{Guid.NewGuid():N}",
            Endpoint = request.Endpoint,
            InputFileId = request.InputFileId,
            CompletionWindow = request.CompletionWindow,
            Status = BatchStatus.Validating,
            CreatedAt = created,
            ExpiresAt = created + (long)request.Window.TotalSeconds,
            RequestCounts = new BatchCounts(0, 0, 0),
            Metadata = request.Metadata,
        };
        var stored = new StoredBatch
        {
            Tenant = tenant,
            Key = key,
            Batch = batch,
            Sequence = Interlocked.Increment(ref _sequence),
            OutputSeconds = request.OutputSeconds,
        };
        var run = new BatchRun(stored, Path.Combine(_root, batch.Id), _clock);
        await run.CreateAsync();
        _runs[batch.Id] = run;
        return run;
    }

    public BatchRun? Find(string id) => _runs.GetValueOrDefault(id);

    /// <summary>Null when there is none or it is another tenant's.</summary>
    public BatchRun? Find(TenantId tenant, string id) => Find(id) is { } run && run.Stored.Tenant == tenant ? run : null;

    /// <summary>Newest first.</summary>
    public IEnumerable<BatchRun> Of(TenantId tenant) =>
        _runs.Values.Where(r => r.Stored.Tenant == tenant).OrderByDescending(r => r.Stored.Sequence);

    /// <summary>A batch that still needs the file; null when none does.</summary>
    public string? UnfinishedWithInput(string fileId) =>
        _runs.Values.FirstOrDefault(r => !r.Status.IsFinal() && r.Stored.Batch.InputFileId == fileId)?.Id;

    public void Dispose()
    {
        foreach (var run in _runs.Values)
        {
            run.Dispose();
        }
    }
}
