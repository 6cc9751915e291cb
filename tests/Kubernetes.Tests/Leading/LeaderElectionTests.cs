namespace SageServe.Kubernetes.Tests;

public sealed class LeaderElectionTests : KubernetesTest
{
    private const string Lease = "apis/coordination.k8s.io/v1/namespaces/ns/leases/leader";

    private readonly List<IAsyncDisposable> _started = [];

    [Fact]
    public async Task One_of_two_leads_and_gives_the_lease_back_when_it_stops()
    {
        var a = Join("a");
        await Eventually.True(() => a.IsLeader, "a leads");
        var b = Join("b");
        await Eventually.True(() => b.Looks >= 3, "b has looked");
        Assert.False(b.IsLeader);
        Assert.Equal("a", Server.Read(Lease)["spec"]!["holderIdentity"]!.ToString());
        await a.DisposeAsync();
        Assert.False(a.IsLeader);
        await Eventually.True(() => b.IsLeader, "b leads");
        Assert.Equal(1, b.Election.Epoch);
        Assert.Equal([true, false], a.Changes);
    }

    [Fact]
    public async Task Of_many_never_two_lead_at_once()
    {
        var all = Enumerable.Range(0, 5).Select(i => Join($"p{i}")).ToArray();
        for (var round = 0; round < 4; round++)
        {
            await Eventually.True(() => all.Count(p => p.IsLeader) == 1, "one leads");
            Assert.Equal(1, all.Count(p => p.IsLeader));
            await all.Single(p => p.IsLeader).DisposeAsync();
        }

        await Eventually.True(() => all.Count(p => p.IsLeader) == 1, "the last leads");
        Assert.Equal(4, all.Single(p => p.IsLeader).Election.Epoch);
    }

    [Fact]
    public async Task A_dead_leader_is_replaced_after_its_duration_measured_by_our_own_clock()
    {
        // Its times lie in the future: only whether the lease changes counts, and how long ago we saw it change.
        Server.Put(Lease[..Lease.LastIndexOf('/')], """{ "metadata": { "name": "leader", "namespace": "ns" }, "spec": { "holderIdentity": "dead", "leaseDurationSeconds": 10, "renewTime": "2099-01-01T00:00:00.000000Z", "leaseTransitions": 6 } }""");
        var time = new ManualTimeProvider();
        var heir = Join("heir", time);
        await Step(heir, time, TimeSpan.FromSeconds(2), 4);
        Assert.False(heir.IsLeader);
        await Step(heir, time, TimeSpan.FromSeconds(2), 1);
        await Eventually.True(() => heir.IsLeader, "the heir leads");
        Assert.Equal(7, heir.Election.Epoch);
    }

    [Fact]
    public async Task A_leader_that_cannot_renew_stops_leading_within_the_duration()
    {
        var time = new ManualTimeProvider();
        var a = Join("a", time);
        await Eventually.True(() => a.IsLeader, "a leads");
        Server.FailWith = 500;
        await Step(a, time, TimeSpan.FromSeconds(2), 4);
        Assert.True(a.IsLeader);
        await Step(a, time, TimeSpan.FromSeconds(2), 1);
        Assert.False(a.IsLeader);
        await Eventually.True(() => a.Changes.SequenceEqual([true, false]), "the loss is told");
        Server.FailWith = null;
        await Step(a, time, TimeSpan.FromSeconds(2), 1);
        await Eventually.True(() => a.IsLeader, "a leads again");
    }

    public override async ValueTask DisposeAsync()
    {
        Server.FailWith = null;
        foreach (var one in _started)
        {
            await one.DisposeAsync();
        }

        await base.DisposeAsync();
    }

    private Participant Join(string identity, TimeProvider? time = null)
    {
        var options = time is null
            ? new LeaderElectionOptions("ns", "leader", identity) { Duration = TimeSpan.FromSeconds(5), Retry = TimeSpan.FromMilliseconds(20) }
            : new LeaderElectionOptions("ns", "leader", identity);
        var participant = new Participant(Client(time), options, time ?? TimeProvider.System, () => Server.Requests.Count);
        _started.Add(participant);
        return participant;
    }

    /// <summary>Moves the clock in steps, each only when the participant has done its look and waits again.</summary>
    private async Task Step(Participant participant, ManualTimeProvider time, TimeSpan by, int steps)
    {
        for (var i = 0; i < steps; i++)
        {
            await Eventually.True(() => IsBetweenLooks(time), "the participant waits for its next look");
            var looks = participant.Looks;
            time.Advance(by);
            await Eventually.True(() => participant.Looks > looks && IsBetweenLooks(time), "it has looked");
        }
    }

    // While a call is under way its limits are timers too, but due later than the pause between looks.
    private static bool IsBetweenLooks(ManualTimeProvider time) => time.ActiveTimers == 1 && time.NextDueIn == TimeSpan.FromSeconds(2);
}
