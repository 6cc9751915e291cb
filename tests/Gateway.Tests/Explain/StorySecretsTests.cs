using System.Net;
using System.Text.Json.Nodes;

namespace SageServe.Gateway.Tests;

/// <summary>What is remembered of a request, and what is not.</summary>
public sealed class StorySecretsTests
{
    [Fact]
    public async Task No_prompt_answer_key_user_or_session_is_remembered()
    {
        await using var engine = await FakeEngine.StartAsync();
        var keys = KeyTests.Document("""{"sha256":"GOOD","tenant":"acme"}""");
        await using var gateway = await GatewayUnderTest.StartAsync(new GatewaySetup { KeysJson = keys }, engine);
        engine.Says = (200, "application/json", """{"choices":[{"message":{"content":"the-answer"}}]}""");

        using var response = await gateway.PostAsync(
            "/v1/chat/completions",
            """{"model":"model-a","user":"the-user","prompt_cache_key":"the-cache","messages":[{"role":"user","content":"the-prompt"}]}""",
            headers =>
            {
                headers.TryAddWithoutValidation("Authorization", "Bearer sk-good");
                headers.Add(HeaderNames.SessionId, "the-session");
            });
        Assert.Contains("the-answer", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var story = await AdminStories.EndedAsync(gateway, AdminStories.IdOf(response));
        var text = await gateway.Admin.GetStringAsync("/admin/requests") + await gateway.Admin.GetStringAsync("/admin/requests/" + story.Id);

        Assert.True(story is { HasSession: true, Tenant.Value: "acme" });
        Assert.All(["sk-good", "the-prompt", "the-answer", "the-user", "the-cache", "the-session"], secret => Assert.DoesNotContain(secret, text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_refusal_by_quota_is_remembered_and_a_stranger_is_not()
    {
        await using var engine = await FakeEngine.StartAsync();
        var keys = KeyTests.Document("""{"sha256":"GOOD","tenant":"acme","limits":{"requestsPerMinute":1}}""");
        await using var gateway = await GatewayUnderTest.StartAsync(new GatewaySetup { KeysJson = keys }, engine);
        using var first = await KeyTests.ChatAsync(gateway, "sk-good");
        using var refused = await KeyTests.ChatAsync(gateway, "sk-good");
        using var stranger = await KeyTests.ChatAsync(gateway, "sk-bad");
        Assert.Equal((HttpStatusCode.TooManyRequests, HttpStatusCode.Unauthorized), (refused.StatusCode, stranger.StatusCode));

        var story = await AdminStories.EndedAsync(gateway, AdminStories.IdOf(refused));
        var step = Assert.Single(story.Steps);
        Assert.Equal((StoryStepKind.Refused, 429, "rate_limit_exceeded"), (step.Kind, step.Status, step.Code));
        Assert.True(step.RetryAfterSeconds > 0);
        Assert.Equal((RequestOutcome.QuotaExceeded, 429), (story.End!.Outcome, story.End.Status));
        Assert.Equal(2, (await AdminStories.AnswerAsync(gateway, "/admin/requests")).Remembered);
    }

    [Fact]
    public async Task Patient_work_waits_in_its_story_and_pushes_no_interactive_request_out()
    {
        await using var engine = await FakeEngine.StartAsync();
        var setup = new GatewaySetup { Adjust = g => g["Explain"] = new JsonObject { ["Requests"] = 1, ["PatientRequests"] = 2 } };
        await using var gateway = await GatewayUnderTest.StartAsync(setup, engine);
        using var urgent = await gateway.ChatAsync();
        for (var i = 0; i < 3; i++)
        {
            using var flex = await gateway.ChatAsync("\"service_tier\":\"flex\",").WaitAsync(TimeSpan.FromSeconds(60));
            Assert.Equal(HttpStatusCode.OK, flex.StatusCode);
        }

        var recent = await AdminStories.AnswerAsync(gateway, "/admin/requests");
        Assert.Equal(3, recent.Remembered);
        Assert.Contains(recent.Requests, s => s.Id.Value == AdminStories.IdOf(urgent));
        var patient = recent.Requests.First(s => s.Tier == ServiceTier.NonInteractive);
        Assert.Equal([StoryStepKind.Queued, StoryStepKind.Forwarded], patient.Steps.Take(2).Select(s => s.Kind));
    }

    [Fact]
    public async Task The_admin_key_is_needed_and_clients_do_not_reach_it()
    {
        await using var gateway = await GatewayUnderTest.StartAsync(new GatewaySetup { Adjust = g => g["AdminKey"] = "let me in" });
        foreach (var path in new[] { "/admin/requests", "/admin/requests/req_1" })
        {
            using var refused = await gateway.Admin.GetAsync(path);
            await RefusalTests.AssertErrorAsync(refused, HttpStatusCode.Unauthorized, "invalid_admin_key", null);
            using var outside = await gateway.Client.GetAsync(path);
            Assert.Equal(HttpStatusCode.NotFound, outside.StatusCode);
        }
    }
}
