using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using SageServe.Hosting;

namespace SageServe.Gateway;

/// <summary>Brings a batch in: checks its file, and puts every line without a result into the queue (also after a restart or a lost index).</summary>
internal sealed class BatchIntake(
    FileShelf files, BatchRecords records, PatientQueue queue, BatchEstimate estimate, ServedModels models, GatewayStart gateway,
    BatchOptions options, SteadyClock clock, ILogger<BatchIntake> logger)
{
    private const int Chunk = 500;

    /// <summary>Checks the file and writes what came of it.</summary>
    public async Task ValidateAsync(BatchRun run, CancellationToken cancellation)
    {
        var validation = new BatchValidation(RulesOf(run), options);
        try
        {
            await using var content = await files.OpenCheckedAsync(FileOf(run), cancellation);
            await validation.RunAsync(content, cancellation);
            if (!await content.IsWholeAsync(cancellation))
            {
                BatchLog.InputDamaged(logger, FileOf(run), run.Id);
                await FailAsync(run, [new BatchError("input_file_damaged", "The stored input file is not what was uploaded (its checksum differs). Upload it again.", "input_file_id")], cancellation);
                return;
            }
        }
        catch (FileNotFoundException)
        {
            // Deleted between the call and now.
            await FailAsync(run, [new BatchError("file_not_found", "The input file is gone.", "input_file_id")], cancellation);
            return;
        }

        if (!validation.Errors.IsEmpty)
        {
            await FailAsync(run, validation.Errors, cancellation);
            return;
        }

        var mark = new InProgressMark(
            (long)clock.Now.ToUnixSeconds(), gateway.Name, validation.Model.Value, validation.ServedName!, validation.LastLine, validation.Total);
        await WriteAsync(run, mark, cancellation);
    }

    /// <summary>Puts every line without a result into the queue; those that it has stay as they are.</summary>
    /// <returns>How many were new; null when the queue has no room for all of them now.</returns>
    public async Task<int?> EnqueueAsync(BatchRun run, CancellationToken cancellation)
    {
        var model = new ModelId(run.Marks.InProgress!.ModelId);
        var group = new DeferredGroup(run.Id, run.Stored.Tenant, run.ExpiresAt);
        var chunk = new List<DeferredItem>(Chunk);
        var (now, added) = (clock.Now, 0);
        await foreach (var (text, line) in LinesLeftAsync(run, cancellation))
        {
            chunk.Add(ItemOf(run, text, line, now));
            if (chunk.Count == Chunk)
            {
                if (await queue.EnqueueAsync(model, group, chunk, cancellation) is not { } some)
                {
                    return null;
                }

                added += some;
                chunk.Clear();
            }
        }

        return chunk.Count == 0 ? added : added + await queue.EnqueueAsync(model, group, chunk, cancellation);
    }

    /// <summary>Lines without a result, in file order; a line that the catalog does not serve any more is run too, to fail. The text is valid until the next.</summary>
    private async IAsyncEnumerable<(TextLine Text, BatchLine? Line)> LinesLeftAsync(
        BatchRun run, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var rules = RulesOf(run);
        await using var content = await files.OpenAsync(FileOf(run), cancellation: cancellation);
        await foreach (var text in LineReader.ReadAsync(content, options.MaxLineBytes, cancellation))
        {
            if (!text.IsBlank && run.Progress is { } progress && !progress.IsDone(text.Number))
            {
                yield return (text, rules.Check(text.Number, text.Bytes).Line);
            }
        }
    }

    private Task FailAsync(BatchRun run, ImmutableArray<BatchError> errors, CancellationToken cancellation)
    {
        BatchLog.ValidationFailed(logger, run.Id, errors.Length, errors[0].Code, errors[0].Line ?? 0);
        return WriteAsync(run, InProgressMark.WithoutLines((long)clock.Now.ToUnixSeconds(), gateway.Name, new BatchErrorList(errors)), cancellation);
    }

    private async Task WriteAsync(BatchRun run, InProgressMark mark, CancellationToken cancellation)
    {
        await records.PutAsync(run.Id, mark, cancellation);
        await run.RefreshAsync(TimeSpan.Zero, cancellation);
    }

    private DeferredItem ItemOf(BatchRun run, in TextLine text, BatchLine? line, Instant now) => new()
    {
        Group = run.Id,
        Line = text.Number,
        Offset = text.Offset,
        Length = text.Bytes.Length,
        Deadline = run.ExpiresAt,
        EnqueuedAt = now,
        WorkSeconds = line is null ? 0 : estimate.WorkSeconds(line, run.Stored.Batch.Endpoint),
        PromptTokens = line is null ? 0 : estimate.PromptTokens(line),
        OutputTokens = line is null ? 0 : estimate.OutputTokens(line, run.Stored.Batch.Endpoint),
    };

    private BatchLineRules RulesOf(BatchRun run) => new(models, run.Stored.Batch.Endpoint, run.Stored.Key);

    private static string FileOf(BatchRun run) => run.Stored.Batch.InputFileId;
}
