using System.Collections.Immutable;
using System.Runtime.CompilerServices;

namespace SageServe.Gateway;

/// <summary>Brings a batch in: checks its file, and puts every line without a result into the queue (also after a restart or a lost index).</summary>
internal sealed class BatchIntake(
    FileShelf files, PatientQueue queue, BatchEstimate estimate, ServedModels models, BatchOptions options, ILogger<BatchIntake> logger)
{
    private const int Chunk = 500;

    /// <summary>Ends in Failed or InProgress, unless the batch was cancelled meanwhile.</summary>
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
                await FailAsync(run, [new BatchError("input_file_damaged", "The stored input file is not what was uploaded (its checksum differs). Upload it again.", "input_file_id")]);
                return;
            }
        }
        catch (FileNotFoundException)
        {
            // Deleted between the call and now.
            await FailAsync(run, [new BatchError("file_not_found", "The input file is gone.", "input_file_id")]);
            return;
        }

        if (validation.Errors.IsEmpty)
        {
            await run.MoveAsync(BatchStatus.InProgress, stored => stored with
            {
                ModelId = validation.Model.Value,
                LastLine = validation.LastLine,
                Batch = stored.Batch with { Model = validation.ServedName, RequestCounts = new BatchCounts(validation.Total, 0, 0) },
            });
            return;
        }

        await FailAsync(run, validation.Errors);
    }

    /// <summary>False when the queue has no room for all of them now.</summary>
    public async Task<bool> EnqueueAsync(BatchRun run, Instant now, CancellationToken cancellation)
    {
        var model = new ModelId(run.Stored.ModelId!);
        var chunk = new List<DeferredItem>(Chunk);
        await foreach (var (text, line) in LinesLeftAsync(run, cancellation))
        {
            chunk.Add(ItemOf(run, text, line, now));
            if (chunk.Count == Chunk)
            {
                if (await queue.EnqueueAsync(model, chunk, cancellation) is null)
                {
                    return false;
                }

                chunk.Clear();
            }
        }

        return chunk.Count == 0 || await queue.EnqueueAsync(model, chunk, cancellation) is not null;
    }

    /// <summary>Lines without a result, in file order. The text is valid until the next.</summary>
    public async IAsyncEnumerable<(TextLine Text, BatchLine Line)> LinesLeftAsync(
        BatchRun run, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var rules = RulesOf(run);
        await using var content = await files.OpenAsync(FileOf(run), cancellation: cancellation);
        await foreach (var text in LineReader.ReadAsync(content, options.MaxLineBytes, cancellation))
        {
            if (!text.IsBlank && !run.Progress!.IsDone(text.Number) && rules.Check(text.Number, text.Bytes).Line is { } line)
            {
                yield return (text, line);
            }
        }
    }

    /// <returns>False when somebody else was first.</returns>
    private Task<bool> FailAsync(BatchRun run, ImmutableArray<BatchError> errors)
    {
        BatchLog.ValidationFailed(logger, run.Id, errors.Length, errors[0].Code, errors[0].Line ?? 0);
        return run.MoveAsync(BatchStatus.Failed, stored => stored with
        {
            Batch = stored.Batch with { Errors = new BatchErrorList(errors) },
        });
    }

    private DeferredItem ItemOf(BatchRun run, in TextLine text, BatchLine line, Instant now) => new()
    {
        Id = DeferredItem.LineId(run.Id, text.Number),
        Line = text.Number,
        Offset = text.Offset,
        Length = text.Bytes.Length,
        Deadline = run.ExpiresAt,
        EnqueuedAt = now,
        WorkSeconds = estimate.WorkSeconds(line, run.Stored.Batch.Endpoint),
        PromptTokens = estimate.PromptTokens(line),
        OutputTokens = estimate.OutputTokens(line, run.Stored.Batch.Endpoint),
    };

    private BatchLineRules RulesOf(BatchRun run) => new(models, run.Stored.Batch.Endpoint, run.Stored.Key);

    private static string FileOf(BatchRun run) => run.Stored.Batch.InputFileId;
}
