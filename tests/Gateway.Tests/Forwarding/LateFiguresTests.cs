using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace SageServe.Gateway.Tests;

/// <summary>A keep-alive sends the headers before the waiting is over: then the figures come as a comment of the stream.</summary>
public sealed partial class LateFiguresTests
{
    [Fact]
    public async Task A_held_stream_that_was_kept_alive_says_how_long_it_was_held_and_who_served_it()
    {
        await using var engine = await FakeEngine.StartAsync();
        var setup = new GatewaySetup
        {
            HoldLimit = TimeSpan.FromMinutes(1),
            Routing = new JsonObject { ["ReturnWithin"] = "00:10:00" },
            Adjust = g => g["Forwarding"] = new JsonObject { ["KeepAliveAfter"] = "00:00:00.020" },
        };
        await using var gateway = await GatewayUnderTest.StartAsync(setup);

        using var response = await gateway.ChatAsync(stream: true);
        gateway.SetFleet(GatewayUnderTest.Replica("east-model-a-9", engine.Url));
        var text = await response.Content.ReadAsStringAsync();

        Assert.False(response.Headers.Contains(HeaderNames.QueueMs));
        Assert.False(response.Headers.Contains(HeaderNames.OverheadMs));
        var late = Assert.Single(Figures().Matches(text));
        Assert.True(double.Parse(late.Groups[1].Value, CultureInfo.InvariantCulture) > 0, late.Value);
        Assert.Equal("x-sageserve-attempts=1 x-sageserve-region=east x-sageserve-replica=east-model-a-9", late.Groups[2].Value);

        // Behind the last keep-alive and before the first event.
        Assert.True(text.LastIndexOf(": keep-alive", StringComparison.Ordinal) < late.Index && late.Index < text.IndexOf("data: ", StringComparison.Ordinal), text);
    }

    [GeneratedRegex(@"^: x-sageserve-queue-ms=([0-9.]+) x-sageserve-overhead-ms=[0-9.]+ (.*)$", RegexOptions.Multiline)]
    private static partial Regex Figures();
}
