namespace SageServe.Simulator;

/// <summary>What clients do: choose a gateway, lose patience, ask again. Draws go by request, so that they are the same in every world.</summary>
internal sealed class SimClients
{
    private readonly SimulationRun _run;
    private readonly ClientOptions _options;
    private readonly DurationSpread?[] _patience;
    private readonly SeededDraws _spread;
    private readonly SeededDraws _leaving;
    private readonly SeededDraws _jitter;

    public SimClients(SimulationRun run, RandomStream draws)
    {
        _run = run;
        _options = run.Scenario.World.Clients;
        _spread = new SeededDraws(draws.Child("gateways"));
        _leaving = new SeededDraws(draws.Child("patience"));
        _jitter = new SeededDraws(draws.Child("jitter"));
        _patience = new DurationSpread?[ServiceTiers.All.Length];
        foreach (var patience in _options.Patience)
        {
            _patience[(int)patience.Tier] = DurationSpread.Of(patience.P50, patience.P90);
        }
    }

    /// <summary>A new request, of a client of this flow's region.</summary>
    public void Arrive(SimTrack track, FlowDriver home)
    {
        track.Home = home;
        if (!track.Arrival.Tier.IsInteractive())
        {
            home.CountDemand(track.Arrival);
            home.Leader().Lane.Add(track);
            return;
        }

        if (_patience[(int)track.Arrival.Tier] is { } patience)
        {
            var leaves = _run.Kernel.Now + patience.At(_leaving.Gaussian(track.Number));
            _run.Kernel.Push(leaves, new SimEvent(SimEventKind.ClientLeaves, track));
        }

        Try(track);
    }

    /// <summary>Asks a gateway of its region, or of the nearest one that has a gateway.</summary>
    public void Try(SimTrack track)
    {
        if (track.Outcome is not null)
        {
            return;
        }

        track.Tries++;
        var driver = Gateway(track);
        if (driver is null)
        {
            Answered(track, RequestOutcome.UpstreamFailed, TimeSpan.Zero);
            return;
        }

        track.ClientTime = _run.Around.Network.ClientTime(track.Number, track.Home!.Region.Spec, driver.Region.Id);
        driver.CountDemand(track.Arrival);
        var leg = track.Leg = _run.World.NewLeg(track, driver);
        driver.Arrive(leg);
    }

    /// <summary>Its patience is over: it goes unless it has seen something.</summary>
    public void Leave(SimTrack track)
    {
        if (track.Outcome is not null || track.FirstTokenAt is not null)
        {
            return;
        }

        if (track.Leg is { } leg)
        {
            _run.World.Abandon(leg);
            leg.Driver.ClientLeft(leg);
        }
        else
        {
            _run.Ended(track, RequestOutcome.ClientLeft);
        }
    }

    /// <summary>A try ended: another one follows, or this is the end of the request.</summary>
    public void Answered(SimTrack track, RequestOutcome outcome, TimeSpan retryAfter)
    {
        track.Leg = null;
        if (NextTry(track, outcome, retryAfter) is { } at)
        {
            _run.Kernel.Push(at, new SimEvent(SimEventKind.ClientRetries, track));
        }
        else
        {
            _run.Ended(track, outcome);
        }
    }

    /// <summary>The gateway of the peer region that a relayed request reaches; null when none is up.</summary>
    public FlowDriver? PeerFor(SimLeg leg, FlowDriver first) => Any(first, leg.Track);

    private Instant? NextTry(SimTrack track, RequestOutcome outcome, TimeSpan retryAfter)
    {
        if (track.Tries >= _options.MaxTries || !track.Arrival.Tier.IsInteractive() || !MayAskAgain(outcome))
        {
            return null;
        }

        var longest = Math.Min(_options.MaxBackOff.TotalSeconds, _options.BackOff.TotalSeconds * Math.Pow(_options.BackOffFactor, track.Tries - 1));
        var seconds = longest * (1 - _options.Jitter * _jitter.Uniform(track.Number, track.Tries));
        if (_options.HonourRetryAfter)
        {
            seconds = Math.Max(seconds, Math.Min(retryAfter.TotalSeconds, _options.RetryAfterCap.TotalSeconds));
        }

        // Nobody begins again when the run is nearly over: what began must be able to end.
        var at = _run.Kernel.Now + TimeSpan.FromSeconds(seconds);
        return at <= _run.End + _run.Scenario.DrainLimit / 2 ? at : null;
    }

    private bool MayAskAgain(RequestOutcome outcome) => outcome
        is RequestOutcome.CapacityRefused or RequestOutcome.NoReplica or RequestOutcome.UpstreamFailed or RequestOutcome.TimedOut or RequestOutcome.ShuttingDown
        || outcome == RequestOutcome.StreamBroken && _options.RetryBrokenStreams;

    private FlowDriver? Gateway(SimTrack track)
    {
        var found = Any(track.Home!, track);
        if (found is not null || !_run.Scenario.World.Faults.ClientsFailOver)
        {
            return found;
        }

        var home = track.Home!.Region.Spec;
        var least = TimeSpan.MaxValue;
        foreach (var region in _run.World.Regions)
        {
            if (home.RoundTripTo(region.Id) < least && Any(region.Flows[track.Arrival.Model], track) is { } other)
            {
                (found, least) = (other, home.RoundTripTo(region.Id));
            }
        }

        return found;
    }

    /// <summary>One of the region's gateways that are up, by the request's draw for this try.</summary>
    private FlowDriver? Any(FlowDriver first, SimTrack track)
    {
        var gateways = first.Region.Gateways;
        if (gateways.Count == 1)
        {
            return gateways[0].IsUp ? first : null;
        }

        var up = gateways.Count(g => g.IsUp);
        return up == 0 ? null : gateways.Where(g => g.IsUp).ElementAt(_spread.Choice(up, track.Number, track.Tries)).Flows[track.Arrival.Model];
    }
}
