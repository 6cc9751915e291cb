using SageServe.Routing;

namespace SageServe.Simulator;

/// <summary>The deferred queue of one model and region with its pump: the release rule, asked on a beat and when requests end.</summary>
internal sealed class DeferredLane(SimulationRun run, FlowDriver driver)
{
    private readonly List<SimPatientGroup> _groups = [];
    private readonly List<PatientGroup> _read = [];
    private readonly List<ReleaseGrant> _grants = [];
    private readonly PatientRelease _release = new(run.Scenario.Release);
    private long _looks;

    public int Waiting { get; private set; }

    /// <summary>Prompt tokens of what waits.</summary>
    public long PromptTokens => _groups.Sum(g => g.PromptTokens);

    /// <summary>Output tokens that what waits is to get.</summary>
    public long OutputTokens => _groups.Sum(g => g.OutputTokens);

    /// <summary>What waits, by when it is due. Within a group deadlines are as far apart as arrivals were, so the last one asks for most.</summary>
    public PatientBacklog Backlog(DeploymentId deployment, Instant now) => PatientBacklog.Of(
        deployment, now,
        _groups.Where(g => g.Waiting > 0).Select(g => new DueGroup(g.LatestDeadline, g.PromptTokens, driver.Profile.WorkSeconds(g.PromptTokens, g.OutputTokens))));

    public void Add(SimTrack track)
    {
        Put(track);
        Look();
    }

    /// <summary>Released work comes back to wait again.</summary>
    public void PutBack(SimTrack track)
    {
        GroupOf(track).Leased--;
        Put(track);
    }

    /// <summary>Released work is done.</summary>
    public void Ended(SimTrack track)
    {
        var group = GroupOf(track);
        group.Leased--;
        if (track.Arrival.Batch is not null && group is { Leased: 0, Waiting: 0 })
        {
            _groups.Remove(group);
        }
    }

    /// <summary>Another gateway holds the lease from now on.</summary>
    public void MoveTo(DeferredLane other)
    {
        foreach (var group in _groups)
        {
            while (group.Waiting > 0)
            {
                Waiting--;
                other.Put(group.Take());
            }
        }

        other.RoomMayBe();
    }

    public void RoomMayBe()
    {
        if (Waiting > 0)
        {
            Look();
        }
    }

    /// <summary>Asks the rule and offers what it grants. Each look schedules the next beat.</summary>
    public void Release(long token)
    {
        if (token != _looks || Waiting == 0 || !driver.Gateway.IsUp)
        {
            return;
        }

        _release.Decide(Facts(), _grants);
        var offered = new List<(SimTrack Track, bool Urgent)>();
        foreach (var grant in _grants)
        {
            var group = _groups.Find(g => g.Id == grant.Group)!;
            for (var i = 0; i < grant.Count; i++)
            {
                offered.Add((group.Take(), grant.Urgent));
                group.Leased++;
                Waiting--;
            }
        }

        foreach (var (track, urgent) in offered)
        {
            driver.Offer(run.World.NewLeg(track, driver, urgent));
        }

        run.Kernel.Push(run.Kernel.Now + run.Scenario.ReleaseInterval, new SimEvent(SimEventKind.Release, driver, ++_looks));
    }

    private void Put(SimTrack track)
    {
        GroupOf(track).Put(track);
        Waiting++;
    }

    /// <summary>Groups stand in the order of their ids.</summary>
    private SimPatientGroup GroupOf(SimTrack track)
    {
        var tenant = track.Arrival.Tenant ?? SimulationRun.Tenant;
        var id = track.Arrival.Batch ?? tenant.Value;
        int low = 0, high = _groups.Count;
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = string.CompareOrdinal(_groups[middle].Id, id) < 0 ? (middle + 1, high) : (low, middle);
        }

        if (low == _groups.Count || _groups[low].Id != id)
        {
            _groups.Insert(low, new SimPatientGroup(id, tenant));
        }

        return _groups[low];
    }

    private void Look() => run.Kernel.Push(run.Kernel.Now, new SimEvent(SimEventKind.Release, driver, ++_looks));

    private ReleaseFacts Facts()
    {
        _read.Clear();
        foreach (var group in _groups)
        {
            _read.Add(group.Read(driver.Profile));
        }

        var home = driver.Fleet?.Find(driver.Flow.Model);
        var room = driver.Flow.ReadPatientRoom(run.Kernel.Now);
        return new ReleaseFacts
        {
            Now = run.Kernel.Now,
            Groups = _read,
            KvUtilization = home?.KvUtilizationOf(ServiceTier.NonInteractive, run.Scenario.Catalog) ?? Utilization.Full,
            Pressure = driver.Flow.ReadPressure(ServiceTier.NonInteractive),
            ReadyReplicas = Ready(home),
            ReadyElsewhere = driver.Fleet?.IsReadyElsewhere(driver.Flow.Model) ?? false,
            Headroom = _release.UsesHeadroom ? driver.Headroom.Read() : null,
            Open = room.Open,
            Slots = room.Slots,
            Interactive = driver.Flow.ReadInteractive(run.Kernel.Now),
        };
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
