namespace SageServe.Cli.Tests;

public sealed class StoryTextTests
{
    private static readonly Instant Start = Instant.From(DateTimeOffset.Parse("2026-11-22T10:11:02.345Z", System.Globalization.CultureInfo.InvariantCulture));
    private static readonly string Document = File.ReadAllText(Path.Combine(Repository.Root, "docs", "operating", "explain.md"));

    /// <summary>What docs/operating/explain.md shows is what the command prints.</summary>
    [Fact]
    public void A_story_reads_as_the_document_shows_it()
    {
        var story = Story() with
        {
            ClientId = "checkout-17",
            Steps =
            [
                new StoryStep { At = Start, Kind = StoryStepKind.Held, Until = Start + TimeSpan.FromSeconds(5), Reasons = ReasonSet.Of(ReasonCode.ReplicaBoundReached) },
                Forward(204, "eastus-llama-3.1-70b-2", 1, ReasonCode.ReleasedFromHold),
                new StoryStep { At = After(260), Kind = StoryStepKind.AttemptEnded, Ended = AttemptOutcome.UpstreamRefused, Status = 503, RetryAfterSeconds = 7 },
                Forward(260, "eastus-llama-3.1-70b-1", 2, ReasonCode.RetryAfterFailure),
                new StoryStep { At = After(3400), Kind = StoryStepKind.AttemptEnded, Ended = AttemptOutcome.Succeeded, Status = 200 },
                new StoryStep { At = After(3400), Kind = StoryStepKind.Finished, Outcome = RequestOutcome.Completed, Reasons = ReasonSet.Of(ReasonCode.Completed) },
            ],
            End = new StoryEnd
            {
                At = After(3400), Outcome = RequestOutcome.Completed, Status = 200, Attempts = 2, HeldSeconds = 0.204, TtftSeconds = 0.691, OverheadSeconds = 0.0002, TotalSeconds = 3.4, PromptTokens = 1198, OutputTokens = 211,
            },
        };

        Assert.Contains("```\n" + StoryText.Of(story) + "```", Document, StringComparison.Ordinal);
    }

    [Fact]
    public void A_refusal_of_a_relayed_request_says_where_it_came_from_and_when_to_come_back()
    {
        var text = StoryText.Of(Story() with
        {
            Relayed = true,
            Origin = new RegionId("west"),
            HasSession = true,
            Steps = [new StoryStep { At = After(1), Kind = StoryStepKind.Refused, Status = 503, Outcome = RequestOutcome.CapacityRefused, RetryAfterSeconds = 2.5, Reasons = ReasonSet.Of(ReasonCode.RelayedOnce) }],
        });
        Assert.Contains("relayed here from west, where it entered; it belongs to a session", text, StringComparison.Ordinal);
        Assert.Contains("+0.001 s  refused with 503: CapacityRefused; a retry may succeed in 2.5 s", text, StringComparison.Ordinal);
        Assert.Contains("relayed-once: it came from another region and may not be sent on", text, StringComparison.Ordinal);
        Assert.Contains("It is over here.", text, StringComparison.Ordinal);
    }

    [Fact]
    public void One_that_runs_says_so_and_what_is_not_remembered_is_told()
    {
        var queued = new StoryStep { At = After(1), Kind = StoryStepKind.Queued };
        var text = StoryText.Of(Story() with { Tier = ServiceTier.NonInteractive, Deadline = Start + TimeSpan.FromHours(24), Steps = [queued, queued], OmittedSteps = 3, AllowedRegions = [new RegionId("eu")] });
        Assert.Contains("its end is due by +1440.0 min", text, StringComparison.Ordinal);
        Assert.Contains("(3 steps are not remembered)", text, StringComparison.Ordinal);
        Assert.Contains("only these regions may see it: eu", text, StringComparison.Ordinal);
        Assert.Contains("It is not over yet.", text, StringComparison.Ordinal);
    }

    /// <summary>A new way to end an attempt or a new kind of step gets words of its own.</summary>
    [Fact]
    public void Every_kind_and_ending_has_words()
    {
        var words = Enum.GetValues<AttemptOutcome>().Select(o => StepText.Of(Story(), new StoryStep { At = Start, Kind = StoryStepKind.AttemptEnded, Ended = o })).ToList();
        Assert.Equal(words.Count, words.Distinct().Count());
        Assert.All(Enum.GetNames<AttemptOutcome>(), name => Assert.DoesNotContain(words, w => w.EndsWith(name, StringComparison.Ordinal)));
        Assert.All(Enum.GetValues<StoryStepKind>(), kind => Assert.NotEqual("", StepText.Of(Story(), new StoryStep { At = Start, Kind = kind })));
    }

    private static StoryStep Forward(int milliseconds, string replica, int attempt, ReasonCode reason) => new()
    {
        At = After(milliseconds),
        Kind = StoryStepKind.Forwarded,
        Instance = new InstanceId(replica),
        Region = new RegionId("eastus"),
        Attempt = attempt,
        Reasons = ReasonSet.Of(ReasonCode.LeastOutstandingWork, reason),
    };

    private static Instant After(int milliseconds) => Start + TimeSpan.FromMilliseconds(milliseconds);

    private static RequestStory Story() => new()
    {
        Id = new RequestId("req_0199f3c2a7d84c1e9a0b6f21d4e83c55"),
        Region = new RegionId("eastus"),
        Model = new ModelId("llama-3.1-70b"),
        Tier = ServiceTier.InteractiveFast,
        Tenant = new TenantId("acme"),
        Origin = new RegionId("eastus"),
        Streaming = true,
        Path = "/v1/chat/completions",
        PromptTokens = 1204,
        ExpectedOutputTokens = 256,
        Arrived = Start,
        Deadline = Start + TimeSpan.FromSeconds(1),
    };
}
