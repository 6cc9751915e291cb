using System.Collections.Concurrent;
using SageServe.Hosting;

namespace SageServe.Gateway;

/// <summary>
/// Held <c>flex</c> calls in the same queue as batches. Whoever takes a waiter out of the table decides what becomes of it: the
/// pump releases it, the client's leaving or the hold limit ends it.
/// </summary>
internal sealed class FlexLane(
    PatientQueue queue, BatchEstimate estimate, LiveConfiguration live, BatchOptions options, SteadyClock clock, ILogger<FlexLane> logger) : IFlexLane
{
    private static readonly TimeSpan FullRetry = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan AwayRetry = TimeSpan.FromSeconds(5);
    private readonly ConcurrentDictionary<string, FlexWaiter> _waiters = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, (ModelId Model, DeferredLease Lease)> _released = new(StringComparer.Ordinal);

    public async ValueTask<FlexTicket> WaitForReleaseAsync(InferenceRequest request, CancellationToken clientGone)
    {
        clientGone.ThrowIfCancellationRequested();
        var id = queue.NewId("flex");
        if (_waiters.Values.Count(w => w.Model == request.Model) >= options.MaxHeldCalls)
        {
            return Full(id);
        }

        var waiter = new FlexWaiter(request.Model);
        _waiters[id] = waiter;
        try
        {
            if (await queue.EnqueueAsync(request.Model, [ItemOf(id, request)], clientGone) is null)
            {
                _waiters.TryRemove(id, out _);
                return Full(id);
            }

            await waiter.Released.Task.WaitAsync(LeftFor(request), clock.Time, clientGone);
            return new FlexTicket(true, id);
        }
        catch (DeferredStoreException e)
        {
            BatchLog.StoreAway(logger, e.Message);
            _waiters.TryRemove(id, out _);
            return new FlexTicket(false, id, StatusCodes.Status503ServiceUnavailable, BatchApiErrors.StoreAway.Code, AwayRetry);
        }
        catch (TimeoutException)
        {
            return await TakeBackAsync(id, request.Model, waiter) ? Full(id) : new FlexTicket(true, id);
        }
        catch (OperationCanceledException)
        {
            if (!await TakeBackAsync(id, request.Model, waiter))
            {
                await CompleteAsync(new FlexTicket(true, id), requeue: false);
            }

            throw;
        }
    }

    public async ValueTask CompleteAsync(FlexTicket ticket, bool requeue)
    {
        if (!_released.TryRemove(ticket.ItemId, out var held))
        {
            return;
        }

        try
        {
            // A call that goes back is enqueued anew by its next wait; its deadline keeps its place.
            await queue.CompleteAsync(held.Model, held.Lease, CancellationToken.None);
            if (requeue)
            {
                await Task.Delay(options.NoRoomPause, clock.Time);
            }
        }
        catch (DeferredStoreException e)
        {
            BatchLog.StoreAway(logger, e.Message);
        }
    }

    /// <summary>Lets a leased call go; one that nobody waits for is removed.</summary>
    public async Task ReleaseAsync(ModelId model, DeferredLease lease, CancellationToken stopping)
    {
        if (_waiters.TryRemove(lease.Item.Id, out var waiter))
        {
            _released[lease.Item.Id] = (model, lease);
            waiter.Released.SetResult();
            return;
        }

        await queue.CompleteAsync(model, lease, stopping);
    }

    /// <returns>False when it was released first.</returns>
    private async ValueTask<bool> TakeBackAsync(string id, ModelId model, FlexWaiter waiter)
    {
        if (!_waiters.TryRemove(id, out _))
        {
            await waiter.Released.Task;
            return false;
        }

        try
        {
            await queue.RemoveAsync(model, [id], CancellationToken.None);
        }
        catch (DeferredStoreException e)
        {
            // It is removed when it is leased: nobody waits for it.
            BatchLog.StoreAway(logger, e.Message);
        }

        return true;
    }

    // Counted from the arrival, however often it found no room.
    private TimeSpan LeftFor(InferenceRequest request)
    {
        var left = request.Arrived + live.Current.Catalog.Level(ServiceTier.NonInteractive).HoldLimit - clock.Now;
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    private static FlexTicket Full(string id) =>
        new(false, id, StatusCodes.Status429TooManyRequests, BatchApiErrors.QueueFull.Code, FullRetry);

    private DeferredItem ItemOf(string id, InferenceRequest request) => new()
    {
        Id = id,
        Deadline = request.Deadline,
        EnqueuedAt = request.Arrived,
        WorkSeconds = estimate.WorkSeconds(request.Model, request.PromptTokens, request.ExpectedOutputTokens),
        PromptTokens = request.PromptTokens,
        OutputTokens = request.ExpectedOutputTokens,
    };
}
