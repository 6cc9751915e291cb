namespace SageServe.Gateway.Tests;

/// <summary>What users of other gateways complain about when they stream (PEERS 2).</summary>
public sealed class StreamingComplaintTests
{
    [Fact]
    public async Task Bifrost6472_Ray59681_every_token_is_passed_on_before_the_next_one_is_made()
    {
        await using var engine = await FakeEngine.StartAsync();
        engine.Tokens = 20;
        engine.TokenGate = new SemaphoreSlim(0);
        await using var gateway = await GatewayUnderTest.StartAsync(engine);

        using var response = await gateway.ChatAsync(stream: true);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        Assert.Contains("assistant", await SseText.NextDataAsync(reader));
        for (var i = 0; i < engine.Tokens; i++)
        {
            // The engine makes no other token until this one has been read: a gateway that gathers would stand still here.
            engine.TokenGate.Release();
            Assert.Contains($"\"t{i} \"", await SseText.NextDataAsync(reader).WaitAsync(TimeSpan.FromSeconds(30)));
        }

        Assert.Equal("[DONE]", (await SseText.RestAsync(reader))[^1]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Dstack4269_a_stream_far_below_16_KB_does_not_wait_for_its_end(bool echoesTier)
    {
        await using var engine = await FakeEngine.StartAsync();
        engine.Gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var gateway = await GatewayUnderTest.StartAsync(engine);

        using var response = await gateway.ChatAsync(echoesTier ? "\"service_tier\":\"auto\"," : null, stream: true);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        await SseText.NextDataAsync(reader).WaitAsync(TimeSpan.FromSeconds(30));
        var token = await SseText.NextDataAsync(reader).WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Contains("t0", token);
        Assert.Equal(echoesTier, token.Contains("\"service_tier\":\"default\""));
        engine.Gate.SetResult();
    }

    [Fact]
    public async Task Bifrost5395_after_the_first_chunk_no_other_replica_repeats_the_text()
    {
        await using var first = await FakeEngine.StartAsync();
        await using var second = await FakeEngine.StartAsync();
        first.Fault = second.Fault = EngineFault.CutAfterFirstToken;
        first.Gate = second.Gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var gateway = await GatewayUnderTest.StartAsync(first, second);

        using var response = await gateway.ChatAsync(stream: true);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        Assert.Contains("assistant", await SseText.NextDataAsync(reader));
        Assert.Contains("t0", await SseText.NextDataAsync(reader));
        first.Gate.SetResult();

        Assert.Contains("stream_broken", Assert.Single(await SseText.RestAsync(reader)));
        Assert.Equal(1, first.Requests + second.Requests);
    }

    [Theory]
    [InlineData("response.output_text.delta", "response.completed", "{\"response\":{\"usage\":{\"input_tokens\":7,\"input_tokens_details\":{\"cached_tokens\":0},\"output_tokens\":3,\"output_tokens_details\":{},\"total_tokens\":10}}}")]
    [InlineData("content_block_delta", "message_delta", "{\"type\":\"message_delta\",\"usage\":{\"input_tokens\":7,\"output_tokens\":3}}")]
    public void Named_events_are_counted_as_well(string delta, string end, string usage)
    {
        var filter = new SseFilter(dropsUsage: false);
        var text = $"event: {delta}\ndata: {{\"delta\":\"x\"}}\n\n";

        filter.Take(System.Text.Encoding.UTF8.GetBytes(text + text + $"event: {end}\ndata: {usage}\n\n"));

        Assert.Equal((2, 3, 7), (filter.Tokens, filter.OutputTokens, filter.PromptTokens));
    }
}
