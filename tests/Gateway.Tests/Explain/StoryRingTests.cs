using SageServe.Routing;

namespace SageServe.Gateway.Tests;

public sealed class StoryRingTests
{
    private static readonly RegionId Home = new("east");

    [Fact]
    public void Remembering_a_request_allocates_nothing()
    {
        var ring = new StoryRing(8);
        var exchange = Exchange("a");
        var seen = Observations.Of(exchange, RequestOutcome.Completed, exchange.Request.Arrived + TimeSpan.FromSeconds(1));
        var forward = Effect(exchange, FlowEffectKind.Forward);
        Remember(ring, exchange, forward, seen);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
        {
            Remember(ring, exchange, forward, seen);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(8, ring.Count);
    }

    [Fact]
    public void What_comes_late_for_a_forgotten_request_changes_no_other_story()
    {
        var ring = new StoryRing(1);
        var old = ring.Begin(Exchange("old"));
        var young = ring.Begin(Exchange("young"));
        old.Decided(Effect(Exchange("old"), FlowEffectKind.Hold), new Instant(2));
        old.Ended(Observations.Of(Exchange("old"), RequestOutcome.TimedOut, new Instant(3)), Exchange("old"), 504);

        var story = Assert.Single(ring.Read(Home));
        Assert.Equal("young", story.Id.Value);
        Assert.Empty(story.Steps);
        Assert.Null(story.End);
        Assert.Empty(ring.Find("old", Home));
        young.Queued(new Instant(4));
        Assert.Equal(StoryStepKind.Queued, Assert.Single(Assert.Single(ring.Read(Home)).Steps).Kind);
    }

    [Fact]
    public void A_story_that_goes_on_and_on_keeps_its_beginning_and_its_end_and_says_what_is_missing()
    {
        var ring = new StoryRing(2);
        var story = ring.Begin(Exchange("a"));
        for (var i = 1; i <= 40; i++)
        {
            story.Queued(new Instant(i));
        }

        var told = Assert.Single(ring.Read(Home));
        Assert.Equal((32, 8), (told.Steps.Length, told.OmittedSteps));
        Assert.Equal([1, 31, 40], [told.Steps[0].At.Ticks, told.Steps[30].At.Ticks, told.Steps[31].At.Ticks]);
    }

    [Fact]
    public void A_ring_without_room_remembers_nothing_and_breaks_nothing()
    {
        var ring = new StoryRing(0);
        var story = ring.Begin(Exchange("a"));
        story.Decided(Effect(Exchange("a"), FlowEffectKind.Hold), new Instant(2));
        Assert.Empty(ring.Read(Home));
        Assert.Null(ring.Oldest(Home));
        Assert.Equal(0, ring.Count);
    }

    private static void Remember(StoryRing ring, Exchange exchange, in FlowEffect forward, RequestObservation seen)
    {
        var story = ring.Begin(exchange);
        story.Decided(forward, seen.Arrived);
        story.AttemptEnded(AttemptOutcome.Succeeded, 200, TimeSpan.Zero, seen.EndedAt);
        story.Ended(seen, exchange, 200);
    }

    private static FlowEffect Effect(Exchange exchange, FlowEffectKind kind) => new()
    {
        Kind = kind,
        Request = exchange.Request,
        Instance = new InstanceId("r"),
        Region = Home,
        Attempt = 1,
        Reasons = ReasonSet.Of(ReasonCode.OnlyRegion),
    };

    private static Exchange Exchange(string id) => new()
    {
        Request = new InferenceRequest
        {
            Id = new RequestId(id),
            Model = TestCatalog.Model,
            Tier = ServiceTier.InteractiveFast,
            Tenant = new TenantId("t"),
            Origin = Home,
            PromptTokens = 1,
            ExpectedOutputTokens = 1,
            Arrived = new Instant(1),
            Deadline = new Instant(2),
        },
        Path = "/v1/completions",
        Body = default,
        Sink = new MemorySink(10),
        ClientGone = default,
        PublicId = id,
    };
}
