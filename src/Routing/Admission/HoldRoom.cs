namespace SageServe.Routing;

/// <summary>The waiting room at the gateway (DESIGN 5.5): takes in, lets go in order while there is room, refuses at the limit.</summary>
internal sealed class HoldRoom(FlowScope scope, FlowTable table, HoldQueue queue, Placement placement, Endings endings)
{
    /// <summary>Requests that nothing may serve now are passed over, this many per input, so that they don't block the rest.</summary>
    private const int MaxPassedOver = 8;
    private readonly List<FlowEntry> _passedOver = [];
    private readonly WorkRate _rate = WorkRate.Of(scope.Catalog.Document.Profiles.FirstOrDefault(p => p.Model == scope.Model));

    /// <summary>True when the last <see cref="Release"/> stopped at its limit and not for lack of room.</summary>
    public bool HasMore { get; private set; }

    public void TakeIn(FlowEntry entry, Instant now)
    {
        var limit = scope.Catalog.Level(entry.Request.Tier).HoldLimit - entry.HeldBefore;
        entry.HeldSince = now;
        entry.HoldUntil = now + (limit > TimeSpan.Zero ? limit : TimeSpan.Zero);
        entry.HeldWorkTicks = _rate.WorkTicks(entry.Request);
        table.Move(entry, FlowStage.Held);
        queue.Add(entry);
    }

    public void LetGo(FlowEntry entry, Instant now)
    {
        queue.Remove(entry);
        entry.HeldBefore += now - entry.HeldSince;
        table.Move(entry, FlowStage.New);
    }

    /// <summary>Forwards held requests in order until one finds no room. At most 64 an input; the rest follows at once.</summary>
    public void Release(FlowEntry? arriving, Instant now, ref DrawSequence draws, FlowEffectBuffer effects)
    {
        var released = 0;
        var blocked = false;
        while (!blocked && queue.HasNext && released < FlowLimits.MaxReleasesPerInput && _passedOver.Count < MaxPassedOver)
        {
            var entry = queue.Next;
            var why = entry == arriving ? ReasonSet.None : ReasonSet.Of(ReasonCode.ReleasedFromHold);
            why = entry.Attempts > 0 ? why.With(ReasonCode.RetryAfterFailure) : why;
            var result = placement.TryPlace(entry, why, now, ref draws, effects);
            if (result == PlacementResult.Placed)
            {
                queue.CountTurn(entry);
                queue.Remove(entry);
                entry.HeldBefore += now - entry.HeldSince;
                released++;
            }
            else if (result == PlacementResult.NoRoom && placement.BlocksOthers)
            {
                blocked = true;
            }
            else
            {
                queue.StepAside(entry);
                _passedOver.Add(entry);
            }
        }

        HasMore = released == FlowLimits.MaxReleasesPerInput && queue.Count > 0;
        foreach (var entry in _passedOver)
        {
            queue.StepBack(entry);
        }

        _passedOver.Clear();
    }

    /// <summary>Refuses those whose limit has come.</summary>
    public void Expire(Instant now, FlowEffectBuffer effects)
    {
        for (var ended = 0; queue.EarliestLimit <= now; ended++)
        {
            if (ended == FlowLimits.MaxReleasesPerInput)
            {
                HasMore = true;
                return;
            }

            var entry = queue.NextToExpire;
            LetGo(entry, now);
            endings.Refuse(entry, placement.WhyNot(entry, now).With(ReasonCode.HoldLimitReached), now, effects);
        }
    }

    /// <summary>Refuses all that wait, 64 an input, because the gateway is going away.</summary>
    public void Empty(Instant now, FlowEffectBuffer effects)
    {
        for (var ended = 0; queue.Count > 0 && ended < FlowLimits.MaxReleasesPerInput; ended++)
        {
            var entry = queue.Next;
            LetGo(entry, now);
            endings.ShutDown(entry, effects);
        }

        HasMore = queue.Count > 0;
    }
}
