using System.Text;
using Microsoft.Extensions.DependencyInjection;

namespace SageServe.Gateway.Tests;

public sealed class DeferredRunnerTests
{
    [Fact]
    public async Task A_released_item_runs_through_the_same_flow_and_its_answer_is_kept()
    {
        await using var engine = await FakeEngine.StartAsync();
        await using var gateway = await GatewayUnderTest.StartAsync(engine);
        var ended = new TaskCompletionSource<ModelId>(TaskCreationOptions.RunContinuationsAsynchronously);
        var runner = gateway.Services.GetRequiredService<IDeferredRunner>();
        runner.RequestEnded += model => ended.TrySetResult(model);

        var result = await runner.RunAsync(Request(), "/v1/chat/completions", Encoding.UTF8.GetBytes(GatewayUnderTest.ChatBody()), default);

        Assert.Equal((RequestOutcome.Completed, 200), (result.Outcome, result.Status));
        Assert.Contains("\"content\":\"hi\"", Encoding.UTF8.GetString(result.Body.Span));
        Assert.Equal(3, result.Observation!.OutputTokens);
        Assert.Equal(TestCatalog.Model, await ended.Task.WaitAsync(TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public async Task Without_room_it_is_given_back()
    {
        await using var gateway = await GatewayUnderTest.StartAsync();
        var runner = gateway.Services.GetRequiredService<IDeferredRunner>();

        var result = await runner.RunAsync(Request(), "/v1/chat/completions", Encoding.UTF8.GetBytes(GatewayUnderTest.ChatBody()), default);

        Assert.Equal(new DeferredResult(RequestOutcome.Evicted, 0, default, null), result);
    }

    [Fact]
    public async Task The_engines_own_refusal_is_an_answer()
    {
        await using var engine = await FakeEngine.StartAsync();
        engine.Fault = EngineFault.Status400;
        await using var gateway = await GatewayUnderTest.StartAsync(engine);

        var result = await gateway.Services.GetRequiredService<IDeferredRunner>()
            .RunAsync(Request(), "/v1/chat/completions", Encoding.UTF8.GetBytes(GatewayUnderTest.ChatBody()), default);

        Assert.Equal((RequestOutcome.Completed, 400), (result.Outcome, result.Status));
        Assert.Contains("engine_said", Encoding.UTF8.GetString(result.Body.Span));
    }

    [Fact]
    public async Task A_broken_answer_is_tried_again_because_nobody_saw_it()
    {
        await using var bad = await FakeEngine.StartAsync();
        await using var good = await FakeEngine.StartAsync();
        bad.Fault = EngineFault.CutAfterHeaders;
        await using var gateway = await GatewayUnderTest.StartAsync(bad, good);
        var runner = gateway.Services.GetRequiredService<IDeferredRunner>();

        for (var i = 0; i < 4; i++)
        {
            var result = await runner.RunAsync(Request(), "/v1/chat/completions", Encoding.UTF8.GetBytes(GatewayUnderTest.ChatBody(stream: true)), default);
            Assert.Equal(200, result.Status);
            Assert.EndsWith("[DONE]\n\n", Encoding.UTF8.GetString(result.Body.Span));
        }

        Assert.True(bad.Requests > 0);
    }

    [Theory]
    [InlineData(nameof(EngineFault.Status500))]
    [InlineData(nameof(EngineFault.CutBeforeHeaders))]
    public async Task What_the_only_engine_fails_at_has_failed_and_is_not_merely_without_room(string fault)
    {
        await using var engine = await FakeEngine.StartAsync();
        engine.Fault = Enum.Parse<EngineFault>(fault);
        await using var gateway = await GatewayUnderTest.StartAsync(engine);

        var result = await gateway.Services.GetRequiredService<IDeferredRunner>()
            .RunAsync(Request(), "/v1/chat/completions", Encoding.UTF8.GetBytes(GatewayUnderTest.ChatBody()), default);

        Assert.Equal((RequestOutcome.UpstreamFailed, 0, 1), (result.Outcome, result.Status, engine.Requests));
    }

    [Fact]
    public async Task Cancelling_takes_it_back_from_the_engine()
    {
        await using var engine = await FakeEngine.StartAsync();
        engine.Fault = EngineFault.Hang;
        await using var gateway = await GatewayUnderTest.StartAsync(engine);
        using var cancel = new CancellationTokenSource();

        var run = gateway.Services.GetRequiredService<IDeferredRunner>()
            .RunAsync(Request(), "/v1/chat/completions", Encoding.UTF8.GetBytes(GatewayUnderTest.ChatBody()), cancel.Token);
        await Eventually.True(() => engine.Requests == 1, "the engine has it");
        await cancel.CancelAsync();

        Assert.Equal(RequestOutcome.ClientLeft, (await run).Outcome);
        await Eventually.True(() => engine.Canceled == 1, "the engine's request was cancelled", TimeSpan.FromSeconds(3));
    }

    private static InferenceRequest Request()
    {
        var now = Instant.From(DateTimeOffset.UtcNow);
        return new InferenceRequest
        {
            Id = RequestIds.New(),
            Model = TestCatalog.Model,
            Tier = ServiceTier.NonInteractive,
            Tenant = new TenantId("t"),
            Origin = new RegionId("east"),
            PromptTokens = 10,
            ExpectedOutputTokens = 3,
            Arrived = now,
            Deadline = now + TimeSpan.FromHours(24),
        };
    }
}
