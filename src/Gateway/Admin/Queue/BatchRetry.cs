using System.Text.Json;

namespace SageServe.Gateway;

/// <summary>Makes the lines of an ended batch that have no good answer a batch of their own, of the same tenant, key, endpoint and window.</summary>
internal sealed class BatchRetry(BatchShelf batches, BatchKeeper keeper, FileShelf files, BatchOptions options)
{
    private const int MaxPairs = 16;
    private const string Mark = "retry_of";

    /// <summary>The new batch and how many lines it has.</summary>
    /// <exception cref="ApiRefusal">It has not ended, all its lines have answers, or its files are gone.</exception>
    public async Task<(string Id, int Lines)> RunAsync(BatchRun run, CancellationToken cancellation)
    {
        if (run.Marks.End is not { Batch: var batch })
        {
            throw Wrong("batch_not_ended", $"Batch {run.Id} is {run.Status.WireName()}. Cancel it first, or wait for its end: it makes its attempts itself.");
        }

        var answered = await AnsweredAsync(run, batch.OutputFileId, cancellation);
        await using var draft = await files.BeginAsync(files.NewId(), cancellation);
        var lines = await CopyAsync(run, answered, draft, cancellation);
        if (lines == 0)
        {
            throw Wrong("nothing_to_retry", $"All lines of batch {run.Id} have answers.");
        }

        var input = await files.AddAsync(run.Stored.Tenant, draft, $"retry-of-{run.Id}.jsonl", FileShelf.BatchPurpose);
        var metadata = batch.Metadata ?? System.Collections.Immutable.ImmutableSortedDictionary<string, string>.Empty;
        var request = new BatchRequest(
            input.Id, batch.Endpoint, batch.CompletionWindow, TimeSpan.FromSeconds(batch.ExpiresAt - batch.CreatedAt),
            metadata.Count < MaxPairs ? metadata.SetItem(Mark, run.Id) : metadata, run.Stored.OutputSeconds);
        var made = await batches.AddAsync(batches.NewId(), run.Stored.Tenant, request, run.Stored.Key, cancellation);
        keeper.Look(made.Id);
        return (made.Id, lines);
    }

    /// <summary>The client's names of lines in the output file; they are unique within a batch.</summary>
    private async Task<HashSet<string>> AnsweredAsync(BatchRun run, string? output, CancellationToken cancellation)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        if (output is null)
        {
            return names;
        }

        await RequireAsync(run, output, "output", cancellation);
        await using var content = await files.OpenAsync(output, cancellation: cancellation);
        await foreach (var text in LineReader.ReadAsync(content, int.MaxValue / 2, cancellation))
        {
            names.Add(NameOf(text.Bytes)!);
        }

        return names;
    }

    private async Task<int> CopyAsync(BatchRun run, HashSet<string> answered, FileDraft draft, CancellationToken cancellation)
    {
        var input = run.Stored.Batch.InputFileId;
        await RequireAsync(run, input, "input", cancellation);
        var lines = 0;
        await using var content = await files.OpenAsync(input, cancellation: cancellation);
        await foreach (var text in LineReader.ReadAsync(content, options.MaxLineBytes, cancellation))
        {
            if (!text.IsBlank && !text.IsTooLong && !(NameOf(text.Bytes) is { } name && answered.Contains(name)))
            {
                await draft.WriteAsync(text.Bytes, cancellation);
                await draft.WriteAsync("\n"u8.ToArray(), cancellation);
                lines++;
            }
        }

        return lines;
    }

    private async Task RequireAsync(BatchRun run, string file, string which, CancellationToken cancellation)
    {
        if (await files.FindAsync(run.Stored.Tenant, file, cancellation) is null)
        {
            throw Wrong("file_gone", $"The {which} file {file} of batch {run.Id} was deleted or has expired: nobody can say which lines are left.");
        }
    }

    private static string? NameOf(ReadOnlyMemory<byte> line)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("custom_id"u8, out var id) && id.ValueKind == JsonValueKind.String
                ? id.GetString()
                : null;
        }
        catch (JsonException)
        {
            // A line that failed its check is copied as it is, and fails again.
            return null;
        }
    }

    private static ApiRefusal Wrong(string code, string message) =>
        new(new ApiError(StatusCodes.Status409Conflict, ApiErrors.InvalidRequestType, code, message, "batch_id"));
}
