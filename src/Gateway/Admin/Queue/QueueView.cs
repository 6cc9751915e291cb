using System.Collections.Immutable;
using SageServe.Hosting;

namespace SageServe.Gateway;

/// <summary>Patient work as operators see it: lanes from the index, batches from the files, times from the promise.</summary>
internal sealed class QueueView(
    PromiseDesk desk, BatchPromises promises, BatchShelf batches, PatientQueue queue, ReleasePause pause, DeferredReadout readout,
    ServingCatalog catalog, GatewayOptions options, SteadyClock clock)
{
    /// <param name="ended">Ended batches too.</param>
    /// <param name="most">Batches at most, the newest.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<QueueDocument> ReadAsync(bool ended, int most, CancellationToken cancellation)
    {
        var isPaused = await pause.IsOnAsync(cancellation);
        var found = ended ? await batches.AllAsync(cancellation) : [.. batches.Unfinished.Reverse()];
        var shown = ImmutableArray.CreateBuilder<QueueBatch>();
        foreach (var run in found.Take(most))
        {
            await run.RefreshAsync(options.Batch.Refresh, cancellation);
            shown.Add(BatchOf(run));
        }

        return new QueueDocument(
            new RegionId(options.Region),
            queue.Gateway,
            clock.Now,
            isPaused && pause.Mark is { } mark ? Instant.FromUnixSeconds(mark.Since) : null,
            [.. catalog.Models.Select(m => m.Id).Order().Select(LaneOf)],
            shown.ToImmutable());
    }

    public QueueBatch BatchOf(BatchRun run)
    {
        var batch = promises.With(run.View(), run.Stored.Tenant);
        return new QueueBatch
        {
            Id = batch.Id,
            Tenant = run.Stored.Tenant,
            Model = batch.Model,
            Status = batch.Status.WireName(),
            CompletionWindow = batch.CompletionWindow,
            CreatedAt = Instant.FromUnixSeconds(batch.CreatedAt),
            ExpiresAt = Instant.FromUnixSeconds(batch.ExpiresAt),
            EndedAt = At(batch.CompletedAt ?? batch.FailedAt ?? batch.ExpiredAt ?? batch.CancelledAt),
            Total = batch.RequestCounts.Total,
            Completed = batch.RequestCounts.Completed,
            Failed = batch.RequestCounts.Failed,
            EtaP50 = At(batch.Sageserve?.EtaP50),
            EtaP90 = At(batch.Sageserve?.EtaP90),
            Feasible = batch.Sageserve?.Feasible,
            InputFileId = batch.InputFileId,
            OutputFileId = batch.OutputFileId,
            ErrorFileId = batch.ErrorFileId,
        };
    }

    private QueueLane LaneOf(ModelId model)
    {
        var lane = readout.StateOf(model);
        var state = lane ?? DeferredLaneState.Empty;
        var outlook = desk.Find(model)!;
        var estimates = outlook.EstimateAll();
        return new QueueLane
        {
            Model = model,
            Known = lane is not null,
            Groups = state.Groups.Length,
            Waiting = state.Waiting,
            Delayed = state.Groups.Sum(g => g.Delayed),
            Leased = state.Groups.Sum(g => g.Leased),
            OldestAgeSeconds = state.OldestEnqueuedAt is { } oldest ? Math.Max(0, (clock.Now - oldest).TotalSeconds) : null,
            EarliestDeadline = state.Groups.IsEmpty ? null : state.Groups.Min(g => g.Deadline),
            SlackSeconds = estimates.Count == 0 ? null : estimates.Min(e => (e.Group.Deadline - (e.Finish.P90 ?? outlook.Horizon)).TotalSeconds),
            Pump = state.Pump,
            Members = [.. state.Members.Select(m => new QueueMember(m.Gateway, m.Room))],
            LeasesLost = state.LeasesLost,
            Headroom = outlook.HeadroomNow,
            HeadroomFrom = outlook.Origin.ToString().ToLowerInvariant(),
            Pace = outlook.Pace,
        };
    }

    private static Instant? At(long? seconds) => seconds is { } known ? Instant.FromUnixSeconds(known) : null;
}
