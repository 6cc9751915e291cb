using System.Text.Json.Nodes;
using SageServe.ClusterHour;

namespace SageServe.Kubernetes.Tests;

/// <summary>The judge of the hour of three clusters on made-up hours: one that is clean, and one for each thing that must not be.</summary>
public sealed class MoveRulesTests
{
    private const string Leader = "westus-1";
    private const string Other = "westus-2";
    private static readonly DateTimeOffset Start = new(2026, 1, 5, 8, 0, 0, TimeSpan.Zero);
    private static readonly string Chat = HourWorld.Workload(HourWorld.Chat);
    private static readonly string Code = HourWorld.Workload(HourWorld.Code);

    private readonly List<AuditLine> _lines = [];
    private readonly List<PodStory> _pods = [];
    private readonly HourNotes _notes = new();

    public MoveRulesTests() => Lease(0, Leader);

    [Fact]
    public void An_hour_of_the_leaders_moves_within_bounds_is_clean()
    {
        Scale(10, Leader, 3);
        Mark(20, Leader);
        Scale(30, Leader, 2);
        Lease(40, Other);
        Scale(50, Other, 4);
        Assert.Empty(Problems());
    }

    [Fact]
    public void A_move_by_one_who_has_not_the_lease_is_seen()
    {
        Scale(10, Other, 2);
        Assert.Contains("by westus-2 at 08:00:10: westus-1 had the lease", Assert.Single(Problems()), StringComparison.Ordinal);
    }

    [Fact]
    public void A_mark_by_one_who_has_not_the_lease_is_seen()
    {
        Lease(5, "");
        Mark(10, Leader);
        Assert.Contains("wrote pod chat-1 at 08:00:10 while nobody had the lease", Assert.Single(Problems()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(HourWorld.MostOfPool + 1)]
    public void Replicas_out_of_bounds_are_seen(int replicas)
    {
        Scale(10, Leader, replicas);
        Assert.Contains("out of bounds", Assert.Single(Problems()), StringComparison.Ordinal);
    }

    /// <summary>The region is full. Whoever drained for the other is no more than its place.</summary>
    [Theory]
    [InlineData("sageserve.io/swap-scale-to", true)]
    [InlineData("sageserve.io/swapped-to", true)]
    [InlineData("sageserve.io/swap-to", false)]
    public void A_swap_in_a_full_region_is_within_bounds_and_a_start_is_not(string note, bool isClean)
    {
        var most = HourWorld.Nodes * HourWorld.GpusPerNode;
        var chat = Math.Min(most - 1, HourWorld.MostOfPool);
        Scale(1, Leader, most - chat, Code);
        Scale(4, Leader, chat);
        Note(10, Leader, $"{Chat}-1", note);
        Scale(11, Leader, most - chat + 1, Code);
        Assert.Equal(isClean, Problems().Length == 0);
        Scale(12, Leader, chat - 1);
        Assert.Equal(isClean, Problems().Length == 0);

        // Its place is taken now.
        Scale(14, Leader, most - chat + 2, Code);
        Assert.Contains(Problems(), p => p.Contains($"{most - chat + 2} replicas, {most + 1} in the region, are out of bounds", StringComparison.Ordinal));
    }

    [Fact]
    public void Two_that_serve_taken_away_at_once_are_seen_and_one_that_never_served_is_not_counted()
    {
        Scale(10, Leader, 4);
        Scale(20, Leader, 2);
        Assert.Contains("2 taken away at once", Assert.Single(Problems()), StringComparison.Ordinal);
        _pods.AddRange([new PodStory("chat-3", Chat, null, Start.AddSeconds(11)), new PodStory("chat-4", Chat, null, Start.AddSeconds(11))]);
        Assert.Empty(Problems());
    }

    [Fact]
    public void Two_scalers_that_start_for_the_same_need_are_seen_and_the_same_ones_next_tick_is_not()
    {
        Scale(10, Leader, 2);
        Lease(10.2, Other);
        Scale(10.5, Other, 3);
        Assert.Contains("1 more 0.5 s after 1 more by westus-1", Assert.Single(Problems()), StringComparison.Ordinal);
        _lines.Clear();
        Lease(0, Leader);
        Scale(10, Leader, 2);
        Scale(12.1, Leader, 3);
        Assert.Empty(Problems());
    }

    [Fact]
    public void What_goes_down_in_the_silence_is_seen_and_what_was_under_way_is_not()
    {
        Scale(5, Leader, 4);
        _notes.Acts.Add(new HourAct("silence", Start.AddSeconds(10)));
        _notes.Acts.Add(new HourAct("heard", Start.AddSeconds(60)));
        Mark(11, Leader);
        Scale(61, Leader, 3);
        Assert.Empty(Problems());
        Mark(30, Leader);
        Scale(40, Leader, 3);
        Assert.Equal(["chat-1", Chat], Problems().Select(p => p.Split(" took ")[1].Split(" down")[0]));
    }

    private string[] Problems() => [.. new MoveRules("westus", [.. _lines.OrderBy(l => l.Version)], _pods, new HourOptions(60, 30, 1, null), _notes).Problems()];

    private void Lease(double at, string holder) => Write(at, holder, "leases", AuditLog.Pacing, new JsonObject { ["spec"] = new JsonObject { ["holderIdentity"] = holder } });

    private void Scale(double at, string user, int replicas, string? workload = null) => Write(at, user, "deployments/scale", workload ?? Chat, new JsonObject { ["spec"] = new JsonObject { ["replicas"] = replicas } });

    private void Mark(double at, string user) => Note(at, user, "chat-1", "sageserve.io/draining");

    private void Note(double at, string user, string pod, string note) =>
        Write(at, user, "pods", pod, new JsonObject { ["metadata"] = new JsonObject { ["annotations"] = new JsonObject { [note] = "1/1" } } });

    /// <summary>Versions go with time, as a store gives them.</summary>
    private void Write(double at, string user, string resource, string name, JsonObject body)
    {
        var metadata = body["metadata"] as JsonObject ?? [];
        body["metadata"] = metadata;
        metadata["resourceVersion"] = $"{(long)(at * 10) + 1}";
        _lines.Add(new AuditLine(Start.AddSeconds(at), user, "patch", resource, name, body));
    }
}
