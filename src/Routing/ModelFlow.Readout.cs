namespace SageServe.Routing;

/// <content>What metrics, summaries and the console read; no decision is made from it.</content>
public sealed partial class ModelFlow
{
    public FlowReadout Read(Instant now)
    {
        var work = new List<InstanceWork>(_parts.Home.Count);
        ReadWork(work);
        return new FlowReadout
        {
            Held = [.. _parts.Hold.ByTier],
            InFlight = [.. _parts.Table.InFlightByTier],
            Work = [.. work],
            Pressure = _parts.Load.Pressure(),
            Summary = _parts.Load.Summary(now),
        };
    }

    /// <summary>What <see cref="Read"/> has as its pressure, without the rest.</summary>
    public Pressure ReadPressure() => _parts.Load.Pressure();

    /// <summary>The same of the replicas that may serve a tier: all of them where pools are kept for nobody.</summary>
    public Pressure ReadPressure(ServiceTier tier) => _parts.Load.Pressure(tier);

    /// <summary>What the home replicas have for patient work. O(replicas).</summary>
    public PatientRoom ReadPatientRoom(Instant now) => _parts.Patients.Read(now);

    /// <summary>How interactive streams have fared in the last seconds; null when there was none.</summary>
    public InteractiveSignal? ReadInteractive(Instant now) => _parts.Interactive.Signal(now);

    /// <summary>
    /// The number of gateways by which this flow divides replicas' bounds and keeps to it, for the others to know (see
    /// <see cref="GatewayCount"/>); 0 while it has no share.
    /// </summary>
    public int ReadKeptGateways() => _parts.Bound.Division.Kept;

    /// <summary>What <see cref="Read"/> has as its summary, without the rest.</summary>
    public RegionSummary ReadSummary(Instant now) => _parts.Load.Summary(now);

    /// <summary>Replicas that are left out as outliers now.</summary>
    public int ReadEjected(Instant now) => _parts.Outliers.Ejected(now);

    /// <summary>Which replicas and regions are left out now, and how.</summary>
    public FlowHealth ReadHealth(Instant now) => new(
        _parts.Home.CircuitsAt(now),
        _parts.Outliers.Ejected(now),
        _parts.Peers.CircuitsAt(now));

    /// <summary>Whether the retry budget has something left.</summary>
    public bool ReadMayRetry(Instant now) => _parts.MayRetry(now);

    /// <summary>Adds what <see cref="Read"/> has as its work to a list of the caller's.</summary>
    public void ReadWork(List<InstanceWork> work)
    {
        for (var i = 0; i < _parts.Home.Count; i++)
        {
            var ledger = _parts.Home[i].Ledger;
            work.Add(new InstanceWork(
                ledger.Id,
                ledger.Requests,
                ledger.PromptTokens,
                ledger.WorkTicks / (double)TimeSpan.TicksPerSecond,
                ledger.InteractiveRequests,
                ledger.Patient));
        }
    }

    /// <summary>What this flow has at a replica and may still send there; nothing for one that it does not know. O(replicas).</summary>
    public HeldReplica ReadHeld(InstanceId replica)
    {
        var admits = false;
        for (var i = 0; i < _parts.Home.Count && !admits; i++)
        {
            // What is lost or asleep may come back; only what drains is left for good.
            admits = _parts.Home[i].Id == replica && _parts.Home[i].Snapshot.Phase != InstancePhase.Draining;
        }

        return new HeldReplica(replica, admits, _parts.Book.Find(replica)?.Requests ?? 0);
    }
}
