using SageServe.Hosting;

namespace SageServe.Gateway;

/// <summary>Runs one leased line of a batch: body from the file, answer to the journal, and only then out of the queue.</summary>
internal sealed class LineRunner(
    BatchShelf batches,
    BatchInput input,
    BatchKeeper keeper,
    BatchEstimate estimate,
    PatientQueue queue,
    IDeferredRunner runner,
    KeyIdentity identity,
    ServedModels models,
    EnginePriorities priorities,
    TenantCaches caches,
    GatewayOptions gateway,
    BatchOptions options,
    SteadyClock clock,
    ILogger<LineRunner> logger)
{
    private static readonly TimeSpan QuotaPause = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestRetryPause = TimeSpan.FromMinutes(2);

    public async Task RunAsync(ModelId model, DeferredLease lease, CancellationToken stopping)
    {
        var run = await batches.FindAsync(lease.Item.BatchId!, stopping);
        if (run is { Progress: null, Marks.End: null })
        {
            // Put into the queue by a gateway that knows more of it than this one so far.
            await run.RefreshAsync(TimeSpan.Zero, stopping);
        }

        if (run is null || run.Status.IsFinal())
        {
            if (run is null)
            {
                BatchLog.OrphanRemoved(logger, lease.Item.Id);
            }

            await queue.CompleteAsync(model, lease);
            return;
        }

        var progress = run.Progress;
        switch (progress?.TryBegin(lease.Item.Line))
        {
            case LineStart.Begun:
                await RunHeldLineAsync(run, progress, model, lease, stopping);
                return;
            case LineStart.Done or LineStart.Closed:
                await queue.CompleteAsync(model, lease);
                return;
            default:
                await queue.RequeueAsync(model, lease, countAttempt: false, options.NoRoomPause, stopping);
                return;
        }
    }

    private async Task RunHeldLineAsync(BatchRun run, BatchProgress progress, ModelId model, DeferredLease lease, CancellationToken stopping)
    {
        try
        {
            await RunLineAsync(run, model, lease, stopping);
        }
        finally
        {
            progress.End(lease.Item.Line);
            if (progress.IsComplete || run.Stopping.IsCancellationRequested && progress.IsIdle)
            {
                keeper.Look(run.Id);
            }
        }
    }

    private async Task RunLineAsync(BatchRun run, ModelId model, DeferredLease lease, CancellationToken stopping)
    {
        // :: 1. The body, from the file
        var endpoint = run.Stored.Batch.Endpoint;
        var text = await input.ReadAsync(run.Stored.Batch.InputFileId, lease.Item, stopping);
        if (new BatchLineRules(models, endpoint, run.Stored.Key).Check(lease.Item.Line, text).Line is not { } line)
        {
            // The catalog is another one than at validation.
            var gone = LineResults.Error(CustomIdOf(text), LineResults.NewUnique(), "model_not_found", "The model is not served any more.");
            await RecordAsync(run, model, lease, new JournalEntry(lease.Item.Line, LineOutcome.Failed, gone));
            return;
        }

        if (identity.IsRevoked(run.Stored.Key?.Id))
        {
            var revoked = LineResults.Error(line.CustomId, LineResults.NewUnique(), "key_revoked", "The key that made the batch was revoked or has expired.");
            await RecordAsync(run, model, lease, new JournalEntry(lease.Item.Line, LineOutcome.Failed, revoked));
            return;
        }

        // :: 2. Through the same flow and forwarder as everything else
        var unique = LineResults.NewUnique();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(run.Stopping, stopping);
        using var body = EngineBody(run, line, lease.Item.Deadline);
        var result = await runner.RunAsync(RequestOf(run, line, lease, unique), endpoint, body.Memory, limit.Token, run.Stored.Key?.Id, lease.Item.EnqueuedAt);

        // :: 3. Result, retry, or back to the queue
        var attempt = lease.Item.Attempt + 1;
        var verdict = LineVerdict.Of(result, attempt, options.MaxAttempts);
        if (verdict.Step != LineStep.Record)
        {
            await PutBackAsync(run, model, lease, result, verdict.Step == LineStep.Retry, stopping);
            return;
        }

        var written = verdict.ErrorCode is { } code
            ? LineResults.Error(line.CustomId, unique, code, $"No answer after {attempt} attempts.")
            : LineResults.Answer(line.CustomId, unique, result.Status, result.Body);
        await RecordAsync(run, model, lease, new JournalEntry(lease.Item.Line, verdict.Outcome, written));
    }

    private async Task RecordAsync(BatchRun run, ModelId model, DeferredLease lease, JournalEntry entry)
    {
        switch (await run.RecordAsync(entry))
        {
            case LineRecord.Counted:
                BatchMetrics.LinesEnded(model, entry.Outcome, 1);
                break;
            case LineRecord.Unwanted:
                BatchMetrics.ResultsDiscarded(model, 1);
                break;
            default:
                // The merge at the end counts it.
                break;
        }

        await queue.CompleteAsync(model, lease);
    }

    private async Task PutBackAsync(
        BatchRun run, ModelId model, DeferredLease lease, DeferredResult result, bool failed, CancellationToken stopping)
    {
        if (run.Stopping.IsCancellationRequested)
        {
            // Cancelled or expired: its result is written with those of all lines left.
            await queue.CompleteAsync(model, lease);
            return;
        }

        if (failed)
        {
            BatchLog.AttemptFailed(logger, run.Id, lease.Item.Line, lease.Item.Attempt + 1, result.Outcome, result.Status);
        }

        var pause = failed ? RetryPause(lease.Item.Attempt)
            : result.Outcome == RequestOutcome.QuotaExceeded ? QuotaPause
            : stopping.IsCancellationRequested ? TimeSpan.Zero : options.NoRoomPause;
        await queue.RequeueAsync(model, lease, failed, pause, CancellationToken.None);
    }

    private TimeSpan RetryPause(int attempt)
    {
        var pause = options.RetryPause * Math.Pow(2, Math.Min(attempt, 16));
        return pause < LongestRetryPause ? pause : LongestRetryPause;
    }

    // The engine knows the model by the catalog's name, not by the one that clients use.
    private PooledBody EngineBody(BatchRun run, BatchLine line, Instant deadline)
    {
        var rented = System.Buffers.ArrayPool<byte>.Shared.Rent(line.Body.Length + PooledBody.Slack);
        line.Body.CopyTo(rented.AsSpan());
        var body = new PooledBody(rented, line.Body.Length);
        BodyEdits.Apply(body, line.Parsed, line.Model, priority: priorities.Of(line.Model, ServiceTier.NonInteractive, deadline), cacheSalt: caches.SaltOf(run.Stored.Tenant));
        return body;
    }

    private InferenceRequest RequestOf(BatchRun run, BatchLine line, DeferredLease lease, string unique) => new()
    {
        Id = new RequestId($"req_{unique}"),
        Model = line.Model,
        Tier = ServiceTier.NonInteractive,
        Tenant = run.Stored.Tenant,
        Origin = new RegionId(gateway.Region),
        PromptTokens = estimate.PromptTokens(line),
        ExpectedOutputTokens = estimate.OutputTokens(line, run.Stored.Batch.Endpoint),
        Arrived = clock.Now,
        Deadline = lease.Item.Deadline,
        Urgent = lease.Urgent,
        AllowedRegions = run.Stored.Key?.AllowedRegions() ?? [],
    };

    private static string CustomIdOf(byte[] line)
    {
        using var json = System.Text.Json.JsonDocument.Parse(line);
        return json.RootElement.GetProperty("custom_id").GetString()!;
    }
}
