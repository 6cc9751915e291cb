using System.Collections.Immutable;

namespace SageServe.Shared.Tests;

public sealed class PatientBacklogTests
{
    private static readonly DeploymentId Deployment = new(new ModelId("m"), new RegionId("r"));
    private static readonly Instant Now = Instant.FromUnixSeconds(1_000_000);

    [Fact]
    public void Work_counts_within_every_time_that_its_deadline_lies_in()
    {
        var backlog = Of((-1, 7), (0.5, 10), (1, 20), (1.01, 40), (30, 100));

        Assert.Equal([37, 77, 77, 77, 77, 77, 177], backlog.Due.Select(d => d.WorkSeconds));
        Assert.Equal([370, 770, 770, 770, 770, 770, 1770], backlog.Due.Select(d => d.PromptTokens));
        Assert.Equal(DueHorizons.Times, backlog.Due.Select(d => d.Within));
        Assert.Equal(DueHorizons.Names.Length, DueHorizons.Times.Length);
    }

    [Fact]
    public void What_is_due_is_the_most_that_any_deadline_asks_for()
    {
        // 2 h of work due in 4 h, another 3 h in 5 h: the second asks for both.
        Assert.Equal(1, Of((4, 7200), (5, 10_800)).ReplicasDue, 9);
        Assert.Equal(0.5, Of((4, 7200), (40, 10_800)).ReplicasDue, 9);
        Assert.Equal(0, Of().ReplicasDue);

        // Nothing can be done in no time: what is overdue is due in a second.
        Assert.Equal(90, Of((-3, 90)).ReplicasDue);
    }

    [Fact]
    public void With_the_time_that_is_there_it_asks_for_what_the_groups_themselves_ask_for_or_a_little_more() => Seeds.Check(50, (_, random) =>
    {
        var least = TimeSpan.FromHours(0.25 + random.NextDouble() * 3);
        var groups = Enumerable.Range(0, 1 + random.NextInt(12)).Select(_ => (Hours: -1 + random.NextDouble() * 40, Seconds: random.NextDouble() * 5000)).ToArray();
        var backlog = Of(groups);

        var exact = groups.Max(g => groups.Where(o => o.Hours <= g.Hours).Sum(o => o.Seconds) / (Math.Max(least.TotalHours, g.Hours) * 3600));
        Assert.True(backlog.ReplicasWithin(least) >= exact - 1e-9, $"{backlog.ReplicasWithin(least)} is less than {exact}");
        Assert.True(backlog.ReplicasWithin(least) <= Math.Min(backlog.ReplicasDue, 2 * exact * Math.Max(1, 1 / least.TotalHours)) + 1e-9, $"{backlog.ReplicasWithin(least)} is far more than {exact}");
    });

    [Fact]
    public void A_fast_clock_changes_no_rate()
    {
        var backlog = Of((0.5, 10), (3, 4000), (40, 90_000));
        var fast = backlog.Stretched(60);

        Assert.Equal(backlog.ReplicasDue, fast.ReplicasDue);
        Assert.Equal(backlog.ReplicasWithin(TimeSpan.FromHours(1)), fast.ReplicasWithin(TimeSpan.FromHours(60)), 9);
        Assert.Equal(DueHorizons.All, fast.Due[^1].Within);
    }

    private static PatientBacklog Of(params (double Hours, double Seconds)[] groups) =>
        PatientBacklog.Of(Deployment, Now, groups.Select(g => new DueGroup(Now + TimeSpan.FromHours(g.Hours), g.Seconds * 10, g.Seconds)).ToImmutableArray());
}
