using System.Collections.Concurrent;
using System.Collections.Immutable;
using SageServe.Hosting;
using SageServe.Routing;

namespace SageServe.Gateway;

/// <summary>
/// The answer that a batch carries: when it will be done, whether that is in time, and which window would be the cheapest that can be kept.
/// From a sample of its file until its lines stand in the queue, from the queue since then.
/// </summary>
internal sealed class BatchPromises(PromiseDesk desk, BatchSampler sampler, ServedModels models, BatchOptions options, SteadyClock clock)
{
    /// <summary>Samples that are kept; one is needed for the seconds that a check takes.</summary>
    private const int MostSamples = 10_000;

    private readonly ConcurrentDictionary<string, BatchSample> _samples = new(StringComparer.Ordinal);
    private readonly ImmutableArray<WindowPrice> _windows = options.WindowPrices.All();

    /// <summary>Looks at the file of a batch that is about to be made.</summary>
    /// <returns>What its beginning says; null when it says nothing.</returns>
    /// <exception cref="ApiRefusal">Batches that cannot be done in time are to be refused, and this one cannot.</exception>
    public async Task<BatchSample?> WeighAsync(TenantId tenant, BatchRequest request, FileDocument file, BatchKey? key, CancellationToken cancellation)
    {
        if (await sampler.TakeAsync(file, request.Endpoint, key, cancellation) is not { } sample)
        {
            return null;
        }

        if (options.RefuseInfeasible && desk.Find(sample.Model) is { } lane && lane.SeenAt != Instant.Min)
        {
            var group = GroupOf("", tenant, clock.Now + request.Window, sample.Lines, sample, lane);
            if (!lane.IsFeasible(lane.Estimate(group, 0)))
            {
                throw new ApiRefusal(BatchApiErrors.Infeasible(request.CompletionWindow, WindowOffer.Cheapest(lane.Offers(group, clock.Now, _windows))?.Price.Name));
            }
        }

        return sample;
    }

    /// <summary>Keeps a sample until the lines are in the queue.</summary>
    public void Keep(string batch, BatchSample? sample)
    {
        if (sample is not null && _samples.Count < MostSamples)
        {
            _samples[batch] = sample;
        }
    }

    /// <summary>The batch with its answer; as it is when it has ended, or while nothing can be said.</summary>
    public BatchDocument With(BatchDocument batch, TenantId tenant)
    {
        if (batch.Status.IsFinal())
        {
            _samples.TryRemove(batch.Id, out _);
            return batch;
        }

        return batch with { Sageserve = Of(batch, tenant) };
    }

    private BatchPromise? Of(BatchDocument batch, TenantId tenant)
    {
        var sample = _samples.GetValueOrDefault(batch.Id);
        var model = batch.Model is { } name && models.TryResolve(name, out var served) ? served : sample?.Model;
        if (batch.Status is BatchStatus.Cancelling || model is not { } known || desk.Find(known) is not { } lane || lane.SeenAt == Instant.Min)
        {
            return null;
        }

        var deadline = Instant.FromUnixSeconds(batch.ExpiresAt);
        var (total, left) = (batch.RequestCounts.Total, batch.RequestCounts.Total - batch.RequestCounts.Completed - batch.RequestCounts.Failed);
        var group = batch.Status is BatchStatus.Finalizing ? BacklogGroup.Whole(batch.Id, tenant, deadline, 0, 0, 0)
            : lane.Find(batch.Id) is { } queued ? Whole(queued, left)
            : sample is not null ? GroupOf(batch.Id, tenant, deadline, total > 0 ? left : sample.Lines, sample, lane)
            : (BacklogGroup?)null;
        return group is { } waits ? Answer(batch, waits, lane, total > 0 ? 1 - left / (double)total : 0, lane.Find(batch.Id) is null ? "sample" : "lines") : null;
    }

    private BatchPromise Answer(BatchDocument batch, in BacklogGroup group, LaneOutlook lane, double done, string from)
    {
        var finish = lane.Estimate(group, done);
        var offers = lane.Offers(group, Instant.FromUnixSeconds(batch.CreatedAt), _windows);
        return new BatchPromise
        {
            Feasible = lane.IsFeasible(finish),
            OnTimeProbability = Math.Round(finish.OnTime, 3),
            EtaP50 = Seconds(finish.P50),
            EtaP90 = Seconds(finish.P90),
            CheapestFeasibleWindow = WindowOffer.Cheapest(offers)?.Price.Name,
            Windows = [.. offers.Select(o => new WindowPromise(o.Price.Name, o.Price.Factor, o.IsFeasible, Seconds(o.Finish.P50), Seconds(o.Finish.P90)))],
            EstimatedFrom = from,
            HeadroomFrom = lane.Origin.ToString().ToLowerInvariant(),
            ComputedAt = (long)lane.SeenAt.ToUnixSeconds(),
        };
    }

    /// <summary>All lines left, though some are not in the queue yet, or run: those are taken to be half done.</summary>
    private static BacklogGroup Whole(in BacklogGroup queued, long left)
    {
        var each = queued.Idle > 0 ? queued.IdleSeconds / queued.Idle : 0;
        var runs = queued.Items - queued.Idle;
        var missing = Math.Max(0, left - queued.Items);
        return queued with { IdleSeconds = queued.IdleSeconds + (missing + runs / 2.0) * each };
    }

    private static BacklogGroup GroupOf(string id, TenantId tenant, Instant deadline, double lines, BatchSample sample, LaneOutlook lane) =>
        BacklogGroup.Whole(id, tenant, deadline, (long)lines, lines * sample.LineSeconds, lane.TailSeconds(sample.PromptTokens, sample.OutputTokens));

    private static long? Seconds(Instant? at) => at is { } known ? (long)Math.Ceiling(known.ToUnixSeconds()) : null;
}
