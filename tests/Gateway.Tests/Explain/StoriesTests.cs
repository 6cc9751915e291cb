using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;

namespace SageServe.Gateway.Tests;

public sealed class StoriesTests
{
    [Fact]
    public async Task A_failed_attempt_the_next_one_and_the_end_are_told_in_order()
    {
        await using var failing = await FakeEngine.StartAsync();
        await using var sound = await FakeEngine.StartAsync();
        await using var gateway = await GatewayUnderTest.StartAsync(failing, sound);
        (failing.Fault, failing.RetryAfter) = (EngineFault.Status503, "7");

        RequestStory story;
        do
        {
            using var response = await gateway.ChatAsync(stream: true);
            await response.Content.ReadAsStringAsync();
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            story = await AdminStories.EndedAsync(gateway, AdminStories.IdOf(response));
        }
        while (failing.Requests == 0);

        Assert.Equal(
            [StoryStepKind.Forwarded, StoryStepKind.AttemptEnded, StoryStepKind.Forwarded, StoryStepKind.AttemptEnded, StoryStepKind.Finished], story.Steps.Select(s => s.Kind));
        Assert.Equal((AttemptOutcome.UpstreamRefused, 503, 7.0), (story.Steps[1].Ended, story.Steps[1].Status, story.Steps[1].RetryAfterSeconds));
        Assert.Equal((new InstanceId("east-model-a-2"), 2), (story.Steps[2].Instance, story.Steps[2].Attempt));
        Assert.True(story.Steps[2].Reasons!.Value.Contains(ReasonCode.RetryAfterFailure), $"{story.Steps[2].Reasons}");
        Assert.All(story.Steps.Zip(story.Steps.Skip(1)), pair => Assert.True(pair.First.At <= pair.Second.At));
        Assert.Equal((RequestOutcome.Completed, 200, 2, 3, 7), (story.End!.Outcome, story.End.Status, story.End.Attempts, story.End.OutputTokens, story.End.PromptTokens));
        Assert.InRange(story.End.TtftSeconds!.Value, 0, story.End.TotalSeconds);
        Assert.True(story.IsOver && story.PromptTokens > 1 && story.Streaming);
    }

    [Fact]
    public async Task A_held_request_is_told_while_it_waits_and_the_filters_find_it()
    {
        await using var engine = await FakeEngine.StartAsync();
        engine.Gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var setup = new GatewaySetup { HoldLimit = TimeSpan.FromMinutes(2), Routing = new JsonObject { ["ReplicaBoundSeconds"] = 0.05 } };
        await using var gateway = await GatewayUnderTest.StartAsync(setup, engine);

        var first = PostAsync(gateway, "the-first");
        await Eventually.True(() => engine.Requests == 1, "the first request runs");
        var second = PostAsync(gateway, "the-second");
        var held = await StoryAsync(gateway, "the-second", s => s.Steps.Length == 1);

        Assert.Equal(StoryStepKind.Held, held.Steps[0].Kind);
        Assert.Equal(held.Steps[0].At + TimeSpan.FromMinutes(2), held.Steps[0].Until);
        Assert.True(held.Steps[0].Reasons!.Value.Contains(ReasonCode.ReplicaBoundReached), $"{held.Steps[0].Reasons}");
        Assert.StartsWith("req_", held.Id.Value, StringComparison.Ordinal);
        Assert.Equal("the-second", held.ClientId);
        Assert.Equal(held.Id, Assert.Single((await AdminStories.AnswerAsync(gateway, "/admin/requests/" + held.Id)).Requests).Id);
        Assert.Equal(["the-second", "the-first"], await IdsAsync(gateway, "running=true"));
        Assert.Empty(await IdsAsync(gateway, "outcome=completed"));

        engine.Gate.SetResult();
        using var a = await first;
        using var b = await second;
        var ended = await AdminStories.EndedAsync(gateway, "the-second");
        Assert.True(ended.End!.HeldSeconds > 0 && ended.Steps[1].Reasons!.Value.Contains(ReasonCode.ReleasedFromHold));
        await AdminStories.EndedAsync(gateway, "the-first");
        Assert.Empty(await IdsAsync(gateway, "running=true"));
        Assert.Equal(["the-second"], await IdsAsync(gateway, "outcome=completed&limit=1&tier=interactive-normal&model=model-a&tenant=anonymous"));
        Assert.Empty(await IdsAsync(gateway, "tenant=acme"));
        Assert.Empty(await IdsAsync(gateway, "slower_than=3600"));
        Assert.Equal(2, (await IdsAsync(gateway, "slower_than=0")).Length);
    }

    [Theory]
    [InlineData("tier=gold", "tier")]
    [InlineData("outcome=17", "outcome")]
    [InlineData("outcome=fine", "outcome")]
    [InlineData("slower_than=-1", "slower_than")]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=5000", "limit")]
    public async Task A_wrong_filter_is_named(string query, string param)
    {
        await using var gateway = await GatewayUnderTest.StartAsync();
        using var response = await gateway.Admin.GetAsync("/admin/requests?" + query);
        await RefusalTests.AssertErrorAsync(response, HttpStatusCode.BadRequest, "invalid_type", param);
    }

    [Fact]
    public async Task At_the_limit_the_first_is_forgotten_and_the_answer_says_what_is_remembered()
    {
        await using var engine = await FakeEngine.StartAsync();
        var setup = new GatewaySetup { Adjust = g => g["Explain"] = new JsonObject { ["Requests"] = 2 } };
        await using var gateway = await GatewayUnderTest.StartAsync(setup, engine);
        foreach (var id in new[] { "one", "two", "three" })
        {
            using var response = await PostAsync(gateway, id);
        }

        var recent = await AdminStories.AnswerAsync(gateway, "/admin/requests");
        Assert.Equal((2, "three,two"), (recent.Remembered, string.Join(',', recent.Requests.Select(s => s.ClientId))));
        Assert.Equal(recent.Requests[1].Arrived, recent.Since);
        using var forgotten = await gateway.Admin.GetAsync("/admin/requests/one");
        Assert.Contains("among the 2 that this gateway of east remembers", await forgotten.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        await RefusalTests.AssertErrorAsync(forgotten, HttpStatusCode.NotFound, "request_not_found", "id");
    }

    [Fact]
    public async Task A_relayed_request_has_a_story_in_both_regions_and_each_says_who_has_the_other_part()
    {
        await using var engine = await FakeEngine.StartAsync();
        var (eastUrl, westUrl) = (GatewayUnderTest.Address(), GatewayUnderTest.Address());
        await using var west = await GatewayUnderTest.StartAsync(new GatewaySetup { Region = "west", Url = westUrl, Peer = ("east", eastUrl) }, engine);
        await using var east = await GatewayUnderTest.StartAsync(
            new GatewaySetup { Region = "east", Url = eastUrl, Peer = ("west", westUrl), Adjust = g => g["Peers"]![0]!["AdminUrl"] = west.AdminUrl });
        await Eventually.True(
            () => east.Services.GetRequiredService<CurrentFleet>().Latest.Others.Any(s => s.ReadyReplicas == 1), "east knows of west's replica");

        using var response = await PostAsync(east, "over-there");
        var here = await AdminStories.EndedAsync(east, "over-there");
        var there = await AdminStories.EndedAsync(west, here.Id.Value);

        Assert.Equal((StoryStepKind.Relayed, new RegionId("west")), (here.Steps[0].Kind, here.Steps[0].Region!.Value));
        Assert.Equal((true, new RegionId("east"), "over-there"), (there.Relayed, there.Origin, there.ClientId));
        Assert.Equal(new InstanceId("west-model-a-1"), there.Steps[0].Instance);
        var peer = Assert.Single((await AdminStories.AnswerAsync(east, "/admin/requests/over-there")).Elsewhere);
        Assert.Equal((new RegionId("west"), west.AdminUrl), (peer.Region, Assert.Single(peer.AdminUrls)));
        Assert.Equal(new RegionId("east"), Assert.Single((await AdminStories.AnswerAsync(west, "/admin/requests/over-there")).Elsewhere).Region);
    }

    private static async Task<RequestStory> StoryAsync(GatewayUnderTest gateway, string id, Func<RequestStory, bool> wanted)
    {
        RequestStory? story = null;
        await Eventually.True(
            async () => (story = (await AdminStories.AnswerAsync(gateway, "/admin/requests")).Requests.FirstOrDefault(s => s.ClientId == id)) is not null && wanted(story),
            $"the story of {id} is as far");
        return story!;
    }

    private static async Task<string[]> IdsAsync(GatewayUnderTest gateway, string query) =>
        [.. (await AdminStories.AnswerAsync(gateway, "/admin/requests?" + query)).Requests.Select(s => s.ClientId!)];

    private static async Task<HttpResponseMessage> PostAsync(GatewayUnderTest gateway, string id)
    {
        var response = await gateway.PostAsync("/v1/chat/completions", GatewayUnderTest.ChatBody(), headers => headers.Add(HeaderNames.RequestId, id));
        await response.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return response;
    }
}
