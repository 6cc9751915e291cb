using System.Collections;
using System.Text.Json;

namespace SageServe.Gateway;

/// <summary>
/// Makes the output and error file of a batch: the first result of each line, the journals taken in the order of their names and up to their cut.
/// It follows from files that do not change any more, so that whoever makes them, and however often, they are the same.
/// </summary>
internal sealed class BatchFiles(FileShelf shelf, BatchRecords records, BatchOptions options)
{
    public async Task<BatchResults> WriteAsync(BatchRun run, FinalizingMark decided, CancellationToken cancellation)
    {
        var begun = run.Marks.InProgress ?? throw new InvalidDataException($"{run.Id} has lines and was never checked.");
        await using var output = new ResultFile(shelf, run.Stored, FileKeys.OutputOf(run.Id), $"{run.Id}_output.jsonl");
        await using var errors = new ResultFile(shelf, run.Stored, FileKeys.ErrorsOf(run.Id), $"{run.Id}_error.jsonl");
        var done = new BitArray(begun.LastLine + 1);
        var discarded = 0;
        foreach (var cut in decided.Journals)
        {
            discarded += await MergeAsync(run.Id, cut, done, output, errors, cancellation);
        }

        var unfinished = begun.Total - output.Lines - errors.Lines;
        if (unfinished > 0)
        {
            await EndLinesAsync(run, decided.End, done, errors, cancellation);
        }

        var outputId = await output.FinishAsync(cancellation);
        var errorId = await errors.FinishAsync(cancellation);
        return new BatchResults(outputId, errorId, new BatchCounts(begun.Total, output.Lines, errors.Lines), unfinished, discarded);
    }

    /// <returns>How many results were of lines that had one.</returns>
    private async Task<int> MergeAsync(string batch, JournalCut cut, BitArray done, ResultFile output, ResultFile errors, CancellationToken cancellation)
    {
        var discarded = 0;
        await foreach (var (entry, next) in JournalReader.ReadAsync(records.Blobs, BatchRecords.JournalKey(batch, cut.Name), 0, cancellation))
        {
            if (next > cut.Length)
            {
                break;
            }

            if (entry.Line >= done.Length || done[entry.Line])
            {
                discarded++;
                continue;
            }

            done[entry.Line] = true;
            await (entry.Outcome == LineOutcome.Completed ? output : errors).AddAsync(entry.Result, cancellation);
        }

        return discarded;
    }

    private async Task EndLinesAsync(BatchRun run, BatchStatus end, BitArray done, ResultFile errors, CancellationToken cancellation)
    {
        var (code, message) = end switch
        {
            BatchStatus.Expired => ("batch_expired", "This request could not be executed before the completion window expired."),
            BatchStatus.Cancelled => ("batch_cancelled", "The batch was cancelled before this request was executed."),
            _ => ("result_lost", "The result of this request was lost with the disk that had it."),
        };
        await using var input = await shelf.OpenAsync(run.Stored.Batch.InputFileId, cancellation: cancellation);
        await foreach (var line in LineReader.ReadAsync(input, options.MaxLineBytes, cancellation))
        {
            if (!line.IsBlank && line.Number < done.Length && !done[line.Number])
            {
                var error = LineResults.Error(CustomIdOf(line.Bytes), LineResults.UniqueOf(run.Id, line.Number), code, message);
                await errors.AddAsync(error, cancellation);
            }
        }
    }

    private static string CustomIdOf(ReadOnlyMemory<byte> line)
    {
        using var json = JsonDocument.Parse(line);
        return json.RootElement.GetProperty("custom_id").GetString()!;
    }
}
