namespace SageServe.Routing.Tests;

/// <summary>What holds of any rule, or of the product's, in lanes and circumstances drawn from seeds.</summary>
public sealed class ReleasePropertyTests
{
    [Theory]
    [InlineData("valley")]
    [InlineData("aimd")]
    [InlineData("paper")]
    public void No_rule_grants_more_than_waits_or_than_there_is_room_for(string rule) => Seeds.Check(60, (_, random) =>
    {
        var (release, twin) = (new PatientRelease(new ReleaseOptions { Rule = rule }), new PatientRelease(new ReleaseOptions { Rule = rule }));
        var (grants, same) = (new List<ReleaseGrant>(), new List<ReleaseGrant>());
        var now = Lane.Now;
        for (var step = 0; step < 50; step++)
        {
            var facts = Facts(random, now += TimeSpan.FromMilliseconds(random.NextInt(3000)));
            var decision = release.Decide(facts, grants);
            Assert.Equal(decision, twin.Decide(facts, same));
            Assert.Equal(grants, same);
            Assert.Equal(decision.Count, grants.Sum(g => g.Count));
            Assert.Equal(decision.Urgent, grants.Exists(g => g.Urgent));
            Assert.True(decision.Count <= Math.Max(0, facts.Room));
            Assert.True(decision.Count == 0 || facts.ReadyReplicas > 0 || decision.Urgent && facts.ReadyElsewhere);
            Assert.Equal(grants.Count, grants.DistinctBy(g => g.Group).Count());
            foreach (var grant in grants)
            {
                Assert.InRange(grant.Count, 1, facts.Groups.Single(g => g.Id == grant.Group).Waiting);
                Assert.NotEmpty(grant.Reason.Sentence());
            }
        }
    });

    [Fact]
    public void Urgent_work_always_goes_and_something_always_runs() => Seeds.Check(100, (_, random) =>
    {
        var release = new PatientRelease(new ReleaseOptions { Rule = "valley" });
        var grants = new List<ReleaseGrant>();
        var now = Lane.Now;
        for (var step = 0; step < 50; step++)
        {
            var facts = Facts(random, now += TimeSpan.FromMilliseconds(random.NextInt(3000)));
            var decision = release.Decide(facts, grants);
            var old = facts.Groups.Any(g => g.Waiting > 0 && facts.Now - g.OldestEnqueuedAt > TimeSpan.FromHours(10));
            var anyReady = facts.ReadyReplicas > 0 || facts.ReadyElsewhere;
            Assert.True(facts.Room <= 0 || !anyReady || !old || decision.Urgent);
            var waits = facts.Groups.Any(g => g.Waiting > 0);
            var runs = facts.Groups.Any(g => g.Leased > 0);
            Assert.True(facts.Room <= 0 || facts.ReadyReplicas == 0 || !waits || runs || decision.Count > 0);
            if (decision is { Urgent: false, Reason: not ReasonCode.ReleaseTrickle })
            {
                Assert.True(decision.Count <= Math.Max(0, facts.Open ?? int.MaxValue));
            }
        }
    });

    /// <summary>Tenants with work of different sizes that never runs dry: the work they were let go differs by an item at most.</summary>
    [Fact]
    public void Tenants_are_let_go_the_same_work() => Seeds.Check(40, (_, random) =>
    {
        var release = new PatientRelease(new ReleaseOptions { Rule = "valley" });
        var grants = new List<ReleaseGrant>();
        var sizes = Enumerable.Range(0, 2 + random.NextInt(6)).Select(_ => 0.1 + 10 * random.NextDouble()).ToArray();
        var served = new double[sizes.Length];
        for (var step = 0; step < 200; step++)
        {
            var lane = new Lane();
            for (var t = 0; t < sizes.Length; t++)
            {
                lane.Add($"{t}", 10_000, dueInHours: 1e6, workPerItem: sizes[t], tenant: $"tenant-{t}");
            }

            release.Decide(lane.Facts() with { Now = Lane.Now + TimeSpan.FromSeconds(step), Open = 1 + random.NextInt(30), Slots = 1000 }, grants);
            grants.ForEach(g => served[int.Parse(g.Group, System.Globalization.CultureInfo.InvariantCulture)] += g.Count * sizes[int.Parse(g.Group, System.Globalization.CultureInfo.InvariantCulture)]);
        }

        Assert.True(served.Max() - served.Min() <= sizes.Max() + 1e-6, $"{served.Min()} .. {served.Max()}");
    });

    [Theory]
    [InlineData("valley")]
    [InlineData("paper")]
    public void A_decision_allocates_nothing_once_it_has_seen_as_many_groups(string rule)
    {
        var release = new PatientRelease(new ReleaseOptions { Rule = rule });
        var grants = new List<ReleaseGrant>(1000);
        var lane = new Lane();
        for (var i = 0; i < 1000; i++)
        {
            lane.Add($"g{i:D4}", 50, tenant: $"t{i % 37}", dueInHours: 10 + i % 13);
        }

        var facts = lane.Facts() with { Open = 60, Slots = 10_000 };
        long Of(int decisions)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < decisions; i++)
            {
                release.Decide(facts with { Now = facts.Now + TimeSpan.FromSeconds(i) }, grants);
            }

            return GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Of(20);
        var bytes = Of(100);
        Assert.True(bytes < 100 * 64, $"{bytes} bytes in 100 decisions");
    }

    private static ReleaseFacts Facts(RandomStream random, Instant now)
    {
        var lane = new Lane();
        for (var i = random.NextInt(8); i > 0; i--)
        {
            lane.Add($"g{i}", random.NextInt(200), 30 * random.NextDouble(), random.NextInt(4) == 0 ? 12 : 5 * random.NextDouble(), 30 * random.NextDouble(), $"t{random.NextInt(3)}", random.NextInt(20) * random.NextInt(2), random.NextInt(3) == 0);
        }

        return lane.Facts(random.NextDouble(), 1.5 * random.NextDouble(), random.NextInt(5)) with
        {
            Now = now,
            ReadyElsewhere = random.NextInt(2) == 0,
            Room = random.NextInt(80) - 4,
            Open = random.NextInt(3) == 0 ? null : random.NextInt(60),
            Slots = random.NextInt(120),
            Interactive = random.NextInt(2) == 0 ? null : new InteractiveSignal(random.NextInt(40), 2 * random.NextDouble()),
            Headroom = random.NextInt(3) > 0 ? null : new ReleaseHeadroom(now, TimeSpan.FromMinutes(30), [.. Enumerable.Range(0, 20).Select(_ => 4 * random.NextDouble())]),
        };
    }
}
