using SageServe.ClusterKit;

namespace SageServe.Cli.Tests;

/// <summary>Each rule that a cluster can break is seen by the checks that are about it, and by no other; each check has been seen to fail.</summary>
public sealed class BrokenRuleTests
{
    private const string Versions = "old-patch-refused, old-update-refused, lease-old-refused, scale-old-refused";

    public static TheoryData<Misbehaviour, string> Rules => new()
    {
        { Misbehaviour.IgnoresVersions, Versions },
        { Misbehaviour.OverwritesOnCreate, "created-once, lease-once" },
        { Misbehaviour.KeepsUnmatched, "watch-leaves-selector" },
        { Misbehaviour.IgnoresLimit, "list-pages" },
        { Misbehaviour.RoundsMicroTime, "lease-microtime" },
        { Misbehaviour.ForgetsScale, "scale" },
        { Misbehaviour.ReplacesOnPatch, "merge-patch" },
        { Misbehaviour.KeepsVersions, "versions-grow, " + Versions },
        { Misbehaviour.IgnoresSelectors, "list-selectors, watch-leaves-selector" },
        { Misbehaviour.HidesDeletes, "watch-order" },
        { Misbehaviour.KeepsEventCount, "event-count" },
        { Misbehaviour.IgnoresDeletionCost, "removal-least-cost" },
        { Misbehaviour.IgnoresReadiness, "removal-unready-first" },
        { Misbehaviour.IgnoresAssignment, "removal-unassigned-first" },
        { Misbehaviour.TakesLowestOrdinal, "removal-highest-ordinal, removal-last-group" },
        { Misbehaviour.StartsAllAtOnce, "ordered-ready" },
        { Misbehaviour.TakesAllDown, "rollout-max-unavailable" },
        { Misbehaviour.HidesUnschedulable, "unschedulable" },
    };

    /// <summary>What these break is waited for in vain: so with little patience, and alone.</summary>
    public static TheoryData<Misbehaviour, string> Waits => new()
    {
        { Misbehaviour.SendsNoBookmarks, "watch-bookmarks" },
        { Misbehaviour.NeverObserves, "rollout-observed" },
        { Misbehaviour.CallsAllReady, "endpoints-readiness" },
        { Misbehaviour.DeletesAtOnce, "deletion-grace" },
    };

    [Theory]
    [MemberData(nameof(Rules))]
    public async Task A_broken_rule_is_seen_by_its_checks_alone(Misbehaviour broken, string expected)
    {
        await using var stand = await ClusterStand.StartAsync(broken);

        // The one that takes seconds by itself is asked where it is broken.
        var report = await stand.CheckAsync([.. ClusterAssertions.All.Where(a => a.Id != "deletion-grace")], TimeSpan.FromSeconds(20));

        Assert.Equal(Sorted(expected.Split(", ")), Sorted(report.Checks.Where(c => c.Outcome == "differs").Select(c => c.Id)));
        Assert.DoesNotContain(report.Checks, c => c.Outcome is "unknown" or "skipped");
        Assert.All(report.Checks, c => Assert.Equal(c.Outcome == "holds", c.Seen is null));
        Assert.Equal(1, report.ExitCode());
    }

    [Theory]
    [MemberData(nameof(Waits))]
    public async Task What_never_comes_is_told(Misbehaviour broken, string id)
    {
        await using var stand = await ClusterStand.StartAsync(broken);
        var assertions = ClusterAssertions.Of(id);

        var check = Assert.Single((await stand.CheckAsync(assertions, TimeSpan.FromSeconds(1))).Checks);
        Assert.Equal(("differs", id), (check.Outcome, check.Id));
        stand.Server.Misbehaviour = Misbehaviour.None;
        Assert.Equal("holds", Assert.Single((await stand.CheckAsync(assertions, TimeSpan.FromSeconds(20))).Checks).Outcome);
    }

    [Fact]
    public async Task A_version_that_is_never_forgotten_is_unknown_and_another_refusal_differs()
    {
        await using var stand = await ClusterStand.StartAsync(Misbehaviour.NeverExpires);
        var assertions = ClusterAssertions.Of("watch-expired");

        var check = Assert.Single((await stand.CheckAsync(assertions, TimeSpan.FromSeconds(20))).Checks);
        Assert.Equal("unknown", check.Outcome);
        Assert.Contains("not provoked", check.Seen, StringComparison.Ordinal);
        stand.Server.Faults.Add(new ServerFault { Path = "watch=true&resourceVersion=1&", Status = 500 });
        check = Assert.Single((await stand.CheckAsync(assertions, TimeSpan.FromSeconds(20))).Checks);
        Assert.Equal("differs", check.Outcome);
        Assert.Contains("500 InternalError", check.Seen, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cluster_without_LeaderWorkerSets_skips_theirs()
    {
        await using var stand = await ClusterStand.StartAsync();
        stand.Server.Types.Remove(ResourceTypes.LeaderWorkerSets);

        var report = await stand.CheckAsync(ClusterAssertions.Of("removal-last-group"), TimeSpan.FromSeconds(20));

        Assert.Equal(("skipped", "the cluster has no leaderworkerset.x-k8s.io/v1"), (Assert.Single(report.Checks).Outcome, report.Checks[0].Seen));
        Assert.Equal(0, report.ExitCode());
    }

    [Fact]
    public async Task Pods_that_never_start_leave_it_unknown_and_say_why()
    {
        await using var stand = await ClusterStand.StartAsync();
        stand.Server.Delete("api/v1/nodes/node-a");

        var check = Assert.Single((await stand.CheckAsync(ClusterAssertions.Of("removal-least-cost"), TimeSpan.FromSeconds(1))).Checks);

        Assert.Equal("unknown", check.Outcome);
        Assert.Contains("0/0 nodes are available", check.Seen, StringComparison.Ordinal);
    }

    [Fact]
    public void Each_check_has_a_rule_that_breaks_it_and_each_rule_a_check()
    {
        var rules = Rules.Concat(Waits).Select(r => r.Data).ToArray();
        Assert.Equal(
            Sorted(ClusterAssertions.All.Select(a => a.Id)),
            Sorted(rules.SelectMany(r => r.Item2.Split(", ")).Append("watch-expired").Distinct()));
        Assert.Equal(
            Sorted(Enum.GetNames<Misbehaviour>()),
            Sorted(rules.Select(r => r.Item1).Append(Misbehaviour.NeverExpires).Append(Misbehaviour.None).Distinct().Select(r => r.ToString())));
    }

    private static string[] Sorted(IEnumerable<string> ids) => [.. ids.Order(StringComparer.Ordinal)];
}
