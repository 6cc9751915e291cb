namespace SageServe.Routing;

/// <summary>
/// Which replicas patient work may use, and what a place costs an interactive request beside it. The first replicas in the order of their
/// ids are kept for interactive work, as many as it needs by what was sent lately: every gateway of a region comes to the same ones.
/// </summary>
internal sealed class PatientPacking(PatientOptions options, InteractiveWork interactive, WorkMix mix, BoundDivision division)
{
    private readonly bool _packs = options.Placement == NamedRules.Pack;
    private bool _besidePatients;

    /// <summary>So many of the first are kept for interactive work.</summary>
    public int Reserved { get; private set; }

    /// <param name="replicas">Those that may take the request, in the order of their ids.</param>
    /// <param name="divided">Pools are kept for tiers: they are apart already.</param>
    /// <param name="now">Request time.</param>
    public void Begin(IReadOnlyList<HomeReplica> replicas, bool divided, Instant now)
    {
        Reserved = _packs && !divided ? ReserveOf(replicas.Count, now) : 0;
        _besidePatients = false;
        for (var i = 0; _packs && i < replicas.Count && !_besidePatients; i++)
        {
            _besidePatients = replicas[i].Ledger.Requests > replicas[i].Ledger.InteractiveRequests;
        }
    }

    /// <summary>False for a replica that is kept for interactive work.</summary>
    /// <param name="entry">The request.</param>
    /// <param name="place">The replica's among those of <see cref="Begin"/>.</param>
    public bool IsOpenTo(FlowEntry entry, int place) => !entry.Deferred || entry.Request.Urgent || place >= Reserved;

    /// <summary>True when the request goes where most patient work is, of the replicas with room.</summary>
    public bool Packs(FlowEntry entry) => _packs && entry.Deferred && !entry.Request.Urgent;

    /// <summary>
    /// Ticks that are ahead of a request at a replica. Beside patient work an interactive one looks at what delays its first token: prefill,
    /// and the length of a step; decodes do not stand before it, however much is left of them.
    /// </summary>
    public long AheadOf(InferenceRequest request, HomeReplica replica) => _besidePatients && request.Tier.IsInteractive()
        ? replica.FirstTokenTicks
        : replica.OutstandingTicks(mix);

    /// <summary>Of so many replicas, those that interactive work is given; one stays open, and with none in sight all.</summary>
    private int ReserveOf(int replicas, Instant now) =>
        (int)Math.Clamp(Math.Ceiling(interactive.BusyReplicas(now) * division.By / options.ReserveUse), 0, Math.Max(0, replicas - 1));
}
