namespace SageServe.Routing;

/// <summary>
/// How far the requests at replicas are of which nothing is heard before their end, because they don't stream: by the profile, and as
/// slow as the replica's streams show it to be. Without it their prefill would count as outstanding until their last token, and a
/// single one could keep a replica closed. A guess moves the ledgers only; no client has had a byte by it.
/// </summary>
internal sealed class UntoldProgress
{
    /// <summary>First tokens later than the profile says, where no stream has shown by how much.</summary>
    private const double UnknownSlowness = 1.25;

    /// <summary>After the first token looks are taken at whole beats, so that many requests need one wake-up.</summary>
    private static readonly long Beat = TimeSpan.FromMilliseconds(500).Ticks;
    private readonly SlotHeap<FlowEntry> _byLook = new(Earlier, static (e, slot) => e.LookSlot = slot, static e => e.LookSlot);

    /// <summary>When there is something to look at again; never without untold requests.</summary>
    public Instant NextLook => _byLook.Count == 0 ? Instant.Max : _byLook.Top.LookAt;

    /// <summary>The attempt was sent. O(log untold).</summary>
    public void Sent(FlowEntry entry, InstanceLedger ledger, Instant now)
    {
        if (entry.Request.Streaming)
        {
            return;
        }

        var slowness = Math.Max(1, ledger.Record.Slowness(now) ?? UnknownSlowness);
        entry.FirstTokenDue = now + TimeSpan.FromTicks((long)(entry.ExpectedFirstToken * slowness));
        entry.LookAt = entry.FirstTokenDue;
        _byLook.Push(entry);
    }

    /// <summary>The attempt is over; nothing happens to one that is not looked at.</summary>
    public void Ended(FlowEntry entry)
    {
        if (entry.LookSlot >= 0)
        {
            _byLook.Remove(entry);
        }
    }

    /// <summary>Takes off the ledgers what must be worked off by now. O(log untold) a look.</summary>
    public void AdvanceTo(Instant now)
    {
        while (NextLook <= now)
        {
            var entry = _byLook.Top;
            entry.LookAt = Look(entry, now) ? Instant.Max : new Instant((now.Ticks / Beat + 1) * Beat);
            if (entry.LookAt == Instant.Max)
            {
                _byLook.Remove(entry);
            }
            else
            {
                _byLook.Renew(entry);
            }
        }
    }

    /// <summary>True when nothing more can be guessed: the last token is told by the end only.</summary>
    private static bool Look(FlowEntry entry, Instant now)
    {
        if (entry.DoneTokens == 0 && entry.Ledger!.IsKnownToWait(entry))
        {
            entry.FirstTokenDue = now;
            return false;
        }

        var most = Math.Max(1, entry.Request.ExpectedOutputTokens - 1);
        var tokens = (int)Math.Min(most, 1 + (now - entry.FirstTokenDue).Ticks / Math.Max(1, entry.TicksPerStep));
        entry.Ledger!.Guess(entry, tokens);
        return tokens == most;
    }

    private static int Earlier(FlowEntry a, FlowEntry b) =>
        a.LookAt != b.LookAt ? a.LookAt.CompareTo(b.LookAt) : a.Order.CompareTo(b.Order);
}
