namespace SageServe.Routing;

/// <summary>
/// Which replicas patient work may use, and what a place costs an interactive request beside it. The first replicas in the order of their
/// ids are kept for interactive work, as many as it needs by what was sent lately: every gateway of a region comes to the same ones.
/// </summary>
internal sealed class PatientPacking(PatientOptions options, InteractiveWork interactive, WorkMix mix, BoundDivision division)
{
    private readonly bool _packs = options.Placement == NamedRules.Pack;
    private bool _besidePatients;

    /// <summary>Replicas' worth that is kept for interactive work: that many of the first, and a part of the next.</summary>
    private double _reserved;

    /// <param name="replicas">Those that may take the request, in the order of their ids.</param>
    /// <param name="divided">Pools are kept for tiers: they are apart already.</param>
    /// <param name="now">Request time.</param>
    public void Begin(IReadOnlyList<HomeReplica> replicas, bool divided, Instant now)
    {
        _reserved = _packs && !divided ? Math.Min(interactive.BusyReplicas(now) * division.By / options.ReserveUse, replicas.Count - 1) : 0;
        _besidePatients = false;
        for (var i = 0; _packs && i < replicas.Count && !_besidePatients; i++)
        {
            _besidePatients = replicas[i].Ledger.Requests > replicas[i].Ledger.InteractiveRequests;
        }
    }

    /// <summary>
    /// The part of patient work's share of a replica that it may have: none of one that is kept for interactive work, and of the one that is
    /// kept in part less than what is left, as the first requests there cost interactive work the most.
    /// </summary>
    /// <param name="place">The replica's among those of <see cref="Begin"/>.</param>
    public double OpenShare(int place)
    {
        var left = Math.Clamp(place + 1 - _reserved, 0, 1);
        return left * left;
    }

    /// <summary>False for a replica that has as much patient work as it may beside what is kept for interactive work.</summary>
    /// <param name="entry">The request.</param>
    /// <param name="replica">Where to.</param>
    /// <param name="place">The replica's among those of <see cref="Begin"/>.</param>
    /// <param name="slots">Patient requests that it may have where nothing is kept.</param>
    public bool IsOpenTo(FlowEntry entry, HomeReplica replica, int place, int slots)
    {
        if (!entry.Deferred || entry.Request.Urgent)
        {
            return true;
        }

        var share = OpenShare(place);
        return share >= 1 || replica.Ledger.Requests - replica.Ledger.InteractiveRequests < share * slots;
    }

    /// <summary>True when the request goes where most patient work is, of the replicas with room.</summary>
    public bool Packs(FlowEntry entry) => _packs && entry.Deferred && !entry.Request.Urgent;

    /// <summary>
    /// Ticks that are ahead of a request at a replica. Beside patient work an interactive one looks at what delays its first token: prefill,
    /// and the length of a step; decodes do not stand before it, however much is left of them.
    /// </summary>
    public long AheadOf(InferenceRequest request, HomeReplica replica) => _besidePatients && request.Tier.IsInteractive()
        ? replica.FirstTokenTicks
        : replica.OutstandingTicks(mix);
}
