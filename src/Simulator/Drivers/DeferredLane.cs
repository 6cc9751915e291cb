using SageServe.Routing;

namespace SageServe.Simulator;

/// <summary>The deferred queue of one model and region with its pump: the release rule, asked on a beat and when requests end.</summary>
internal sealed class DeferredLane(SimulationRun run, FlowDriver driver)
{
    private readonly PriorityQueue<SimTrack, (Instant Deadline, long Number)> _waiting = new();
    private long _looks;

    public int Waiting => _waiting.Count;

    /// <summary>Prompt tokens of what waits.</summary>
    public long PromptTokens { get; private set; }

    /// <summary>Output tokens that what waits is to get.</summary>
    public long OutputTokens { get; private set; }

    public void Add(SimTrack track)
    {
        PutBack(track);
        Look();
    }

    public void PutBack(SimTrack track)
    {
        _waiting.Enqueue(track, (track.Deadline, track.Number));
        Tally(track, 1);
    }

    /// <summary>Another gateway holds the lease from now on.</summary>
    public void MoveTo(DeferredLane other)
    {
        while (_waiting.TryDequeue(out var track, out _))
        {
            Tally(track, -1);
            other.PutBack(track);
        }

        other.RoomMayBe();
    }

    public void RoomMayBe()
    {
        if (_waiting.Count > 0)
        {
            Look();
        }
    }

    /// <summary>Asks the rule and offers as many as it says, the earliest deadline first. Each look schedules the next beat.</summary>
    public void Release(long token)
    {
        if (token != _looks || _waiting.Count == 0 || !driver.Gateway.IsUp)
        {
            return;
        }

        var decision = ReleasePolicy.Decide(Facts(), run.Scenario.Release);
        var offered = new List<SimTrack>(decision.Count);
        while (offered.Count < decision.Count && _waiting.TryDequeue(out var track, out _))
        {
            Tally(track, -1);
            offered.Add(track);
        }

        foreach (var track in offered)
        {
            driver.Offer(run.World.NewLeg(track, driver));
        }

        run.Kernel.Push(run.Kernel.Now + run.Scenario.ReleaseInterval, new SimEvent(SimEventKind.Release, driver, ++_looks));
    }

    private void Tally(SimTrack track, int sign)
    {
        PromptTokens += sign * track.Arrival.PromptTokens;
        OutputTokens += sign * track.Arrival.OutputTokens;
    }

    private void Look() => run.Kernel.Push(run.Kernel.Now, new SimEvent(SimEventKind.Release, driver, ++_looks));

    private ReleaseFacts Facts()
    {
        var next = _waiting.Peek();
        var home = driver.Fleet?.Find(driver.Flow.Model);
        return new ReleaseFacts(
            run.Kernel.Now,
            _waiting.Count,
            home?.KvUtilizationOf(ServiceTier.NonInteractive, run.Scenario.Catalog) ?? Utilization.Full,
            driver.Flow.ReadPressure(ServiceTier.NonInteractive),
            Ready(home),
            next.Arrival.At,
            next.Deadline,
            driver.Profile.WorkSeconds(next.Arrival.PromptTokens, next.Arrival.OutputTokens));
    }

    private static int Ready(DeploymentSnapshot? home)
    {
        var ready = 0;
        foreach (var instance in home?.Instances ?? [])
        {
            ready += instance.Phase == InstancePhase.Ready ? 1 : 0;
        }

        return ready;
    }
}
