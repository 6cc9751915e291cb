namespace SageServe.Simulator;

/// <summary>Carries requests between the gateways of two regions: there, back, and the word that nobody waits any more. Links may be slow or cut.</summary>
internal sealed class SimRelays(SimulationRun run)
{
    public void Relay(SimLeg leg, RegionId region)
    {
        leg.Tokens = 0;
        leg.Replica = null;
        if (run.Around.Faults.AreCut(leg.Driver.Region.Id, region) || run.Around.Clients.PeerFor(leg, run.World.Driver(region, leg.Request.Model)) is not { } peer)
        {
            leg.There = null;
            run.Kernel.Push(run.Kernel.Now + run.Around.Network.OneWay(leg.Driver.Region.Spec, region), new SimEvent(SimEventKind.AttemptFailed, leg, Outcome: AttemptOutcome.ConnectFailed));
            return;
        }

        var there = leg.There = new SimLeg(leg.Track, peer, leg.Request with { Relayed = true }, leg);
        run.Kernel.Push(there.Arrives(run.Kernel.Now + run.Around.Network.OneWay(leg.Driver.Region.Spec, region)), new SimEvent(SimEventKind.RelayArrived, there));
    }

    /// <summary>A relayed request reaches its peer, which may be gone by now.</summary>
    public void RelayArrived(SimLeg there)
    {
        if (there.Driver.Gateway.IsUp)
        {
            there.Driver.Arrive(there);
        }
        else
        {
            TellOrigin(there, 0, AttemptOutcome.ConnectFailed);
        }
    }

    /// <summary>Progress or the end of a relayed request travels back. Over a cut link the origin sees its connection break, once.</summary>
    public void TellOrigin(SimLeg leg, int tokens, AttemptOutcome? outcome)
    {
        var (origin, from, to) = (leg.Origin!, leg.Driver.Region.Spec, leg.Origin!.Driver.Region.Id);
        if (leg.IsCut)
        {
            return;
        }

        if (run.Around.Faults.AreCut(from.Id, to))
        {
            leg.IsCut = true;
            run.World.TellAbandoned(leg);
            outcome = origin.Tokens > 0 ? AttemptOutcome.BrokenAfterFirstByte : AttemptOutcome.BrokenBeforeFirstByte;
            tokens = origin.Tokens;
            run.Kernel.Push(run.Kernel.Now, new SimEvent(SimEventKind.ClientGone, leg));
        }

        var at = origin.Arrives(run.Kernel.Now + run.Around.Network.OneWay(from, to));
        run.Kernel.Push(at, new SimEvent(SimEventKind.PeerSignal, origin, Tokens: tokens, Outcome: outcome));
    }

    /// <summary>The peer learns that nobody waits any more.</summary>
    public void Cancel(SimLeg leg, SimLeg there)
    {
        var at = there.Arrives(run.Kernel.Now + run.Around.Network.OneWay(leg.Driver.Region.Spec, there.Driver.Region.Id));
        run.Kernel.Push(at, new SimEvent(SimEventKind.ClientGone, there));
    }

    /// <summary>A relayed request whose origin does not wait for it any more.</summary>
    public void OriginGone(SimLeg there)
    {
        if (!there.IsDead)
        {
            run.World.Abandon(there);
            there.Driver.ClientLeft(there);
        }
    }
}
