using System.Buffers;

namespace SageServe.Gateway;

/// <summary>A result file while its lines are written; one without lines leaves nothing.</summary>
internal sealed class ResultFile(FileShelf shelf, StoredBatch batch, string id, string filename) : IAsyncDisposable
{
    private const string Purpose = "batch_output";
    private const int Group = 64 * 1024;
    private readonly ArrayBufferWriter<byte> _group = new(Group);
    private FileDraft? _draft;

    public int Lines { get; private set; }

    public async ValueTask AddAsync(ReadOnlyMemory<byte> line, CancellationToken cancellation)
    {
        _group.Write(line.Span);
        _group.Write("\n"u8);
        Lines++;
        if (_group.WrittenCount >= Group)
        {
            await WriteAsync(cancellation);
        }
    }

    /// <returns>The file's id; null when there is no file.</returns>
    public async Task<string?> FinishAsync(CancellationToken cancellation)
    {
        if (Lines == 0)
        {
            return null;
        }

        await WriteAsync(cancellation);
        TimeSpan? lifetime = batch.OutputSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null;
        await shelf.AddAsync(batch.Tenant, _draft!, filename, Purpose, lifetime);
        return id;
    }

    public ValueTask DisposeAsync() => _draft?.DisposeAsync() ?? ValueTask.CompletedTask;

    private async Task WriteAsync(CancellationToken cancellation)
    {
        _draft ??= await shelf.BeginAsync(id, cancellation);
        await _draft.WriteAsync(_group.WrittenMemory, cancellation);
        _group.ResetWrittenCount();
    }
}
