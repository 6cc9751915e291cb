namespace SageServe.Routing.Tests;

public sealed class HoldQueueTests
{
    private static readonly TimeSpan Urgent = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Late = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan PerThousandTokens = TimeSpan.FromMilliseconds(500);
    private static readonly Instant Start = Instant.FromUnixSeconds(1_000_000);

    /// <summary>Against a sort that knows nothing of heaps, classes or the moments at which they change.</summary>
    [Theory]
    [InlineData("fcfs")]
    [InlineData("edf")]
    [InlineData("pf")]
    [InlineData("dpa")]
    [InlineData("on-time")]
    public void The_next_is_the_least_by_the_rule_whatever_came_went_and_passed(string order) => Seeds.Check(40, (_, random) =>
    {
        var queue = new HoldQueue(NamedRules.HoldOrder(order), Classes(order), new TenantShares(FairnessRule.Vtc, 1, 2), trickleShare: 0);
        var held = new List<FlowEntry>();
        var now = Start;
        for (var step = 0; step < 400; step++)
        {
            // Round figures, so that ties and exact edges come up.
            now += TimeSpan.FromMilliseconds(500 * random.NextInt(4));
            queue.AdvanceTo(now);
            if (held.Count > 0 && random.NextInt(3) == 0)
            {
                var gone = held[random.NextInt(held.Count)];
                held.Remove(gone);
                queue.Remove(gone);
            }
            else
            {
                var entry = Entry(random, step, now);
                var before = held.Count == 0 || Key(order, entry, now).CompareTo(Key(order, held.MinBy(e => Key(order, e, now))!, now)) < 0;
                Assert.Equal(before, queue.WouldBeNext(entry));
                held.Add(entry);
                queue.Add(entry);
            }

            if (held.Count > 0)
            {
                Assert.Same(held.MinBy(e => Key(order, e, now)), queue.Next);
                Assert.Equal(held.Min(e => e.HoldUntil), queue.EarliestLimit);
            }

            Assert.Equal(held.Count, queue.Count);
        }
    });

    [Fact]
    public void The_classes_are_the_references()
    {
        var classes = new DeadlineClasses(Urgent, Late);
        var deadline = Start + TimeSpan.FromSeconds(60);
        (double At, HoldClass Class)[] course = [(0, HoldClass.NotUrgent), (57.9, HoldClass.NotUrgent), (58, HoldClass.Urgent), (60, HoldClass.Urgent), (60.1, HoldClass.RecentlyLate), (70, HoldClass.RecentlyLate), (70.1, HoldClass.LongLate)];
        Assert.All(course, c => Assert.Equal(c.Class, classes.Of(deadline, Start + TimeSpan.FromSeconds(c.At))));
        Assert.Equal([58, 60, 70], new[] { HoldClass.NotUrgent, HoldClass.Urgent, HoldClass.RecentlyLate }.Select(c => Math.Floor((classes.Until(c, deadline) - Start).TotalSeconds)));
        Assert.Equal(Instant.Max, classes.Until(HoldClass.LongLate, deadline));
        Assert.Equal((HoldClass.NotUrgent, Instant.Max), (classes.Of(Instant.Max, Start), classes.Until(HoldClass.NotUrgent, Instant.Max)));
    }

    [Theory]
    [InlineData("fcfs", new[] { "patient", "normal", "fast" })]
    [InlineData("edf", new[] { "fast", "normal", "patient" })]
    [InlineData("pf", new[] { "fast", "normal", "patient" })]
    [InlineData("dpa", new[] { "fast", "normal", "patient" })]
    [InlineData("on-time", new[] { "fast", "normal", "patient" })]
    public void Patient_work_has_its_place_in_each_order(string order, string[] expected)
    {
        var queue = new HoldQueue(NamedRules.HoldOrder(order), Classes(order), new TenantShares(FairnessRule.Vtc, 1, 2), trickleShare: 0);
        queue.AdvanceTo(Start);
        queue.Add(Entry("patient", ServiceTier.NonInteractive, 0, Start - TimeSpan.FromHours(1), Start + TimeSpan.FromHours(23)));
        queue.Add(Entry("normal", ServiceTier.InteractiveNormal, 1, Start - TimeSpan.FromSeconds(1), Start + TimeSpan.FromSeconds(59)));
        queue.Add(Entry("fast", ServiceTier.InteractiveFast, 2, Start, Start + TimeSpan.FromSeconds(1)));
        foreach (var name in expected)
        {
            Assert.Equal(name, queue.Next.Request.Id.Value);
            queue.Remove(queue.Next);
        }
    }

    private static (int Class, long First, long Second, long Third, long Order) Key(string order, FlowEntry entry, Instant now)
    {
        var due = entry.Request.Deadline - (order == "on-time" ? PerThousandTokens * (entry.Request.PromptTokens / 1000) : TimeSpan.Zero);
        var (deadline, arrived, tier) = (due.Ticks, entry.Request.Arrived.Ticks, (long)entry.Request.Tier);
        var slack = due - now;
        return order switch
        {
            "fcfs" => (0, arrived, 0, 0, entry.Order),
            "edf" => (0, deadline, tier, 0, entry.Order),
            "pf" => (0, tier, arrived, 0, entry.Order),
            _ when slack >= TimeSpan.Zero && slack <= Urgent => (1, deadline, tier, 0, entry.Order),
            _ when slack < TimeSpan.Zero && slack >= -Late => (2, deadline, tier, 0, entry.Order),
            _ when slack > Urgent => (3, tier, arrived, 0, entry.Order),
            _ => (4, deadline, tier, 0, entry.Order),
        };
    }

    private static FlowEntry Entry(RandomStream random, int number, Instant now) => Entry(
        $"r{number}", ServiceTiers.All[random.NextInt(3)], number, now - TimeSpan.FromMilliseconds(500 * random.NextInt(5)), now + TimeSpan.FromMilliseconds(500 * (random.NextInt(80) - 30)), 1000 * (1 + random.NextInt(6)));

    private static DeadlineClasses Classes(string order) => new(Urgent, Late, order == "on-time" ? PerThousandTokens.Ticks / 1000.0 : 0);

    private static FlowEntry Entry(string id, ServiceTier tier, long order, Instant arrived, Instant deadline, int promptTokens = 1000)
    {
        var entry = new FlowEntry { HoldUntil = deadline + TimeSpan.FromSeconds(order % 7) };
        var request = new InferenceRequest
        {
            Id = new RequestId(id),
            Model = TestCatalog.Model,
            Tier = tier,
            Tenant = new TenantId("t"),
            Origin = TestCatalog.East,
            PromptTokens = promptTokens,
            ExpectedOutputTokens = 100,
            Arrived = arrived,
            Deadline = deadline,
        };
        entry.Begin(request, order, deferred: false);
        return entry;
    }
}
