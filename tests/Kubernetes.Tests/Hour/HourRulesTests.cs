using System.Text.Json.Nodes;
using SageServe.ClusterHour;

namespace SageServe.Kubernetes.Tests;

/// <summary>What an hour of three clusters must have and must not have, on made-up hours.</summary>
public sealed class HourRulesTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 5, 8, 0, 0, TimeSpan.Zero);
    private static readonly string Code = HourWorld.Workload(HourWorld.Code);
    private static readonly string Chat = HourWorld.Workload(HourWorld.Chat);

    private readonly HourNotes _notes = new();
    private readonly Dictionary<string, List<AuditLine>> _lines = HourWorld.Regions.ToDictionary(r => r, _ => new List<AuditLine>());
    private readonly Dictionary<string, List<PodStory>> _pods = HourWorld.Regions.ToDictionary(r => r, _ => new List<PodStory>());
    private readonly Dictionary<string, int> _events = [];
    private string? _unsettled;

    [Fact]
    public void Somebody_else_takes_over_and_who_has_a_region_alone_comes_back()
    {
        _notes.Kills.AddRange([new LeaderKill("eastus-1", "eastus", Planned: true, Start), new LeaderKill("westus-1", "westus", Planned: false, Start)]);
        Lease(1, "eastus", AuditLog.Pacing, "eastus-1");
        Lease(7, "eastus", AuditLog.Pacing, "eastus-2");
        Lease(16, "eastus", AuditLog.Planning, "northus-1");
        Lease(9, "westus", AuditLog.Pacing, "westus-1");

        Assert.Equal(
            [new Takeover("pacing", "eastus-1", "eastus-2", 7), new Takeover("planning", "eastus-1", "northus-1", 16), new Takeover("pacing", "westus-1", "westus-1", 9)],
            Rules().Takeovers());
        Assert.Equal("taking over planning from eastus-1 took 16.0 s", Rules().Problems().First());
    }

    [Fact]
    public void A_role_that_nobody_has_any_more_is_seen()
    {
        _notes.Kills.Add(new LeaderKill("eastus-1", "eastus", Planned: false, Start));
        Lease(1, "eastus", AuditLog.Pacing, "eastus-1");
        Assert.Equal("nobody", Assert.Single(Rules().Takeovers()).To);
        Assert.StartsWith("taking over pacing from eastus-1 took", Rules().Problems().First(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, false, false, true)]
    [InlineData(true, false, false, false)]
    [InlineData(false, true, false, false)]
    [InlineData(false, false, true, false)]
    public void Who_served_and_went_without_a_reason_is_seen(bool isMarked, bool isReclaimed, bool isRolledOut, bool isSeen)
    {
        _notes.Acts.Add(new HourAct("rollout", isRolledOut ? Start.AddSeconds(20) : Start.AddSeconds(40)));
        Pod("eastus", "code-1", Code, from: 1, to: 30, isMarked, isReclaimed);
        Assert.Equal(isSeen, Rules().Problems().Any(p => p == "code-1 of eastus was ready and went without a drain at 08:00:30"));
    }

    [Fact]
    public void Bad_events_and_a_region_that_has_not_settled_are_seen()
    {
        _events["AnotherPodWent"] = 2;
        _events["ScaledByAnother"] = 1;
        _unsettled = "chat 1 ready of 2";
        var problems = Rules().Problems().ToArray();
        Assert.Contains("westus has 2 events AnotherPodWent", problems);
        Assert.Contains("westus has 1 events ScaledByAnother", problems);
        Assert.Contains("westus has not settled: chat 1 ready of 2", problems);
        Assert.DoesNotContain("westus has 1 events ScaledByAnother", Rules(beside: "another build").Problems());
    }

    [Fact]
    public void An_hour_in_which_nothing_happened_lacks_all_and_a_full_one_nothing()
    {
        Assert.Equal(9, Rules().Problems().Count(p => p.StartsWith("the hour had not: ", StringComparison.Ordinal)));

        _notes.Kills.AddRange([new LeaderKill("eastus-1", "eastus", Planned: true, Start), new LeaderKill("westus-1", "westus", Planned: false, Start)]);
        Lease(0, "northus", AuditLog.Pacing, "northus-1");
        Lease(2, "eastus", AuditLog.Pacing, "eastus-2");
        Lease(2, "eastus", AuditLog.Planning, "northus-1");
        Lease(2, "westus", AuditLog.Pacing, "westus-1");
        _notes.Acts.AddRange([new HourAct("rollout", Start.AddSeconds(10)), new HourAct("restart", Start.AddSeconds(10)), new HourAct("silence", Start.AddSeconds(10)), new HourAct("heard", Start.AddSeconds(20))]);
        Scale(30, "eastus", "eastus-2", 2);
        Scale(40, "eastus", "eastus-2", 1);
        Scale(30, "northus", "northus-1", 3);
        Scale(5, "westus", "westus-1", 2);
        Scale(30, "westus", "westus-1", 1);
        _events["SwappedIn"] = 1;
        Pod("northus", "chat-1", Chat, from: 1, to: 20, isMarked: true);
        Pod("northus", "code-1", Code, from: 19, to: null);
        Pod("westus", "code-2", Code, from: 1, to: 20, isReclaimed: true);
        Pod("eastus", "code-3", Code, from: 12, to: null);
        Assert.Empty(Rules().Problems());
    }

    private HourRules Rules(string? beside = null) => new(
        new HourOptions(60, 30, 1, beside),
        [.. HourWorld.Regions.Select(r => new RegionStory(
            r, [.. _lines[r].OrderBy(l => l.Version)], _pods[r], e => r == "westus" ? _events.GetValueOrDefault(e) : 0, r == "eastus" ? 2 : 1, r == "westus" ? _unsettled : null))],
        _notes);

    /// <summary>Ready two seconds after it came, on the one machine.</summary>
    private void Pod(string region, string name, string workload, double from, double? to, bool isMarked = false, bool isReclaimed = false)
    {
        var story = new PodStory(name, workload, null, Start.AddSeconds(from));
        var pod = JsonNode.Parse("""{ "metadata": { "annotations": {} }, "spec": { "nodeName": "n" }, "status": { "conditions": [ { "type": "Ready", "status": "True" } ] } }""")!.AsObject();
        if (isMarked)
        {
            pod["metadata"]!["annotations"]![ClusterNames.Draining] = "1.1";
        }

        if (isReclaimed)
        {
            pod["status"]!["conditions"]!.AsArray().Add(new JsonObject { ["type"] = "DisruptionTarget", ["status"] = "True" });
        }

        story.Saw(pod, Start.AddSeconds(from + 2));
        story.GoneAt = to is { } gone ? Start.AddSeconds(gone) : null;
        _pods[region].Add(story);
    }

    private void Lease(double at, string region, string lease, string holder) => Write(at, region, holder, "leases", lease, new JsonObject { ["spec"] = new JsonObject { ["holderIdentity"] = holder } });

    private void Scale(double at, string region, string user, int replicas) => Write(at, region, user, "deployments/scale", Chat, new JsonObject { ["spec"] = new JsonObject { ["replicas"] = replicas } });

    private void Write(double at, string region, string user, string resource, string name, JsonObject body)
    {
        body["metadata"] = new JsonObject { ["resourceVersion"] = $"{(long)(at * 10) + 1}" };
        _lines[region].Add(new AuditLine(Start.AddSeconds(at), user, "patch", resource, name, body));
    }
}
