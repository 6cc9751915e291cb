using System.Text.Json;

namespace SageServe.Cli.Tests;

public sealed class PromptTextTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(1154)]
    [InlineData(14_050)]
    public async Task A_body_is_valid_json_with_the_wanted_number_of_tokens(int tokens)
    {
        var arrival = new Arrival(TimeSpan.Zero, 12_345, "m", new RegionId("eastus"), ServiceTier.NonInteractive, true, tokens, 9);
        using var content = ChatBody.Content(arrival, plain: false);
        using var document = JsonDocument.Parse(await content.ReadAsByteArrayAsync());
        var text = document.RootElement.GetProperty("messages")[0].GetProperty("content").GetString()!;
        Assert.Equal(Math.Max(1, tokens - 3) * 4, text.Length);
        Assert.Equal("flex", document.RootElement.GetProperty("service_tier").GetString());
        Assert.Equal(9, document.RootElement.GetProperty("max_tokens").GetInt32());
        Assert.True(document.RootElement.GetProperty("stream_options").GetProperty("include_usage").GetBoolean());
    }

    [Fact]
    public async Task Two_prompts_share_no_prefix()
    {
        async Task<string> Text(int sequence)
        {
            using var content = ChatBody.Content(new Arrival(TimeSpan.Zero, sequence, "m", new RegionId("r"), ServiceTier.InteractiveFast, true, 100, 1), false);
            using var document = JsonDocument.Parse(await content.ReadAsByteArrayAsync());
            return document.RootElement.GetProperty("messages")[0].GetProperty("content").GetString()!;
        }

        Assert.NotEqual((await Text(1001))[..16], (await Text(1002))[..16]);
    }
}
