using System.Net;
using Microsoft.Extensions.Logging;

namespace SageServe.Gateway.Tests;

/// <summary>One failed attempt is one line of ours: no stack trace of the forwarder beside it.</summary>
public sealed class AttemptLogTests
{
    [Theory]
    [InlineData("CutBeforeHeaders", "ended BrokenBeforeFirstByte (status 0, Request: ")]
    [InlineData("CutAfterHeaders", "ended BrokenBeforeFirstByte (status ")]
    [InlineData("Status503", "ended UpstreamRefused (status 503, None)")]
    [InlineData(null, "ended ConnectFailed (status 0, Request: Connection refused")]
    public async Task It_says_where_how_and_why(string? fault, string words)
    {
        using var log = new LogCatcher();
        await using var good = await FakeEngine.StartAsync();
        var bad = await FakeEngine.StartAsync();
        await using var gateway = await GatewayUnderTest.StartAsync(new GatewaySetup { Log = log }, bad, good);
        (bad.Fault, var gone) = fault is null ? (EngineFault.None, true) : (Enum.Parse<EngineFault>(fault), false);
        await (gone ? bad.DisposeAsync() : default);

        var failed = 0;
        for (var i = 0; i < 4; i++)
        {
            using var response = await gateway.ChatAsync(stream: true);
            await response.Content.ReadAsStringAsync();
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            failed += int.Parse(response.Headers.GetValues(HeaderNames.Attempts).Single(), System.Globalization.CultureInfo.InvariantCulture) - 1;
        }

        // A closed port may be found out by its metrics before a request meets it.
        Assert.True(gone || failed > 0, "the bad replica was never tried");
        var lines = log.Lines.Where(l => l.Level >= LogLevel.Information && (l.Category.StartsWith("Yarp", StringComparison.Ordinal) || l.Text.Contains("attempt at", StringComparison.Ordinal))).ToList();
        Assert.Equal(failed, lines.Count);
        Assert.All(lines, line =>
        {
            Assert.Contains("attempt at east-model-a-1 " + words, line.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("   at ", line.Text, StringComparison.Ordinal);
        });
        await (gone ? default : bad.DisposeAsync());
    }
}
