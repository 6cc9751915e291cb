using System.Collections.Concurrent;
using SageServe.Hosting;

namespace SageServe.Gateway;

/// <summary>
/// Held <c>flex</c> calls in the same queue as batches. Whoever takes a waiter out of the table decides what becomes of it: the
/// collector releases it, the client's leaving or the hold limit ends it. The table is the truth, the queue may forget.
/// </summary>
internal sealed class FlexLane(
    PatientQueue queue, BatchEstimate estimate, LiveConfiguration live, BatchOptions options, SteadyClock clock, StoreAbsence absence) : IFlexLane
{
    private static readonly TimeSpan FullRetry = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan AwayRetry = TimeSpan.FromSeconds(5);
    private readonly ConcurrentDictionary<string, FlexWaiter> _waiters = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, (FlexWaiter Waiter, DeferredLease Lease)> _released = new(StringComparer.Ordinal);
    private readonly FlexNumbers _numbers = new();

    public async ValueTask<FlexTicket> WaitForReleaseAsync(InferenceRequest request, CancellationToken clientGone)
    {
        clientGone.ThrowIfCancellationRequested();
        if (_waiters.Values.Count(w => w.Model == request.Model) >= options.MaxHeldCalls)
        {
            return Full("-");
        }

        var waiter = WaiterOf(request, _numbers.Take(request.Tenant));
        var id = waiter.Item.Id;
        _waiters[id] = waiter;
        try
        {
            if (await queue.EnqueueAsync(request.Model, waiter.Group, [waiter.Item], clientGone) is null)
            {
                return TryTake(waiter) ? Full(id) : await ReleasedAsync(waiter);
            }

            return new FlexTicket(true, id, Urgent: await waiter.Released.Task.WaitAsync(LeftFor(request), clock.Time, clientGone));
        }
        catch (DeferredStoreException e)
        {
            absence.Away(e.Message);
            return TryTake(waiter)
                ? new FlexTicket(false, id, StatusCodes.Status503ServiceUnavailable, BatchApiErrors.StoreAway.Code, AwayRetry)
                : await ReleasedAsync(waiter);
        }
        catch (TimeoutException)
        {
            return await TakeBackAsync(waiter) ? Full(id) with { Reason = ReasonCode.HoldLimitReached } : await ReleasedAsync(waiter);
        }
        catch (OperationCanceledException)
        {
            if (!await TakeBackAsync(waiter))
            {
                await CompleteAsync(await ReleasedAsync(waiter), requeue: false);
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
            // A call that goes back is enqueued anew by its next wait.
            await queue.CompleteAsync(held.Waiter.Model, held.Lease);
            if (requeue)
            {
                await Task.Delay(options.NoRoomPause, clock.Time);
            }
        }
        catch (DeferredStoreException e)
        {
            absence.Away(e.Message);
        }
        finally
        {
            _numbers.Return(held.Waiter.Group.Tenant, held.Waiter.Item.Line);
        }
    }

    /// <summary>Lets a leased call go; one that nobody waits for is removed.</summary>
    public async Task ReleaseAsync(ModelId model, DeferredLease lease)
    {
        var id = lease.Item.Id;
        if (_waiters.TryGetValue(id, out var waiter) && waiter.Model == model && _waiters.TryRemove(KeyValuePair.Create(id, waiter)))
        {
            _released[id] = (waiter, lease);
            waiter.Released.SetResult(lease.Urgent);
            return;
        }

        await queue.CompleteAsync(model, lease);
    }

    /// <summary>Enqueues again what waits here and is not known to the index any more. What is known stays as it is.</summary>
    /// <param name="model">The lane's model.</param>
    /// <param name="state">Read before now, so that a call that has just come is at worst enqueued twice, which changes nothing.</param>
    /// <param name="cancellation">Gives up.</param>
    public async ValueTask AuditAsync(ModelId model, DeferredLaneState state, CancellationToken cancellation)
    {
        var indexed = state.Groups.Where(g => g.Gateway == queue.Gateway).ToDictionary(g => g.Id, g => g.Items, StringComparer.Ordinal);
        foreach (var group in _waiters.Values.Where(w => w.Model == model).GroupBy(w => w.Group.Id, StringComparer.Ordinal))
        {
            var released = _released.Values.Count(r => r.Waiter.Model == model && r.Waiter.Group.Id == group.Key);
            if (indexed.GetValueOrDefault(group.Key) < group.Count() + released)
            {
                var waiters = group.OrderBy(w => w.Item.EnqueuedAt).ToList();
                await queue.EnqueueAsync(model, waiters[^1].Group, [.. waiters.Select(w => w.Item)], cancellation);
            }
        }
    }

    /// <summary>Ends the wait of a call that the queue does not know; false when it was released first.</summary>
    private bool TryTake(FlexWaiter waiter)
    {
        if (!_waiters.TryRemove(KeyValuePair.Create(waiter.Item.Id, waiter)))
        {
            return false;
        }

        _numbers.Return(waiter.Group.Tenant, waiter.Item.Line);
        return true;
    }

    private static async ValueTask<FlexTicket> ReleasedAsync(FlexWaiter waiter) => new(true, waiter.Item.Id, Urgent: await waiter.Released.Task);

    private async ValueTask<bool> TakeBackAsync(FlexWaiter waiter)
    {
        if (!_waiters.TryRemove(KeyValuePair.Create(waiter.Item.Id, waiter)))
        {
            return false;
        }

        try
        {
            await queue.RemoveAsync(waiter.Model, waiter.Group.Id, [waiter.Item.Line], CancellationToken.None);
        }
        catch (DeferredStoreException e)
        {
            // It is removed when it is released: nobody waits for it.
            absence.Away(e.Message);
        }
        finally
        {
            // Only now may another call have the number.
            _numbers.Return(waiter.Group.Tenant, waiter.Item.Line);
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

    private FlexWaiter WaiterOf(InferenceRequest request, int number)
    {
        var group = new DeferredGroup(DeferredGroup.HeldId(queue.Gateway, request.Tenant), request.Tenant, request.Deadline, queue.Gateway);
        return new FlexWaiter(request.Model, group, new DeferredItem
        {
            Group = group.Id,
            Line = number,
            Deadline = request.Deadline,
            EnqueuedAt = request.Arrived,
            WorkSeconds = estimate.WorkSeconds(request.Model, request.PromptTokens, request.ExpectedOutputTokens),
            PromptTokens = request.PromptTokens,
            OutputTokens = request.ExpectedOutputTokens,
        });
    }
}
