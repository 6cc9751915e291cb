using System.Diagnostics;

namespace SageServe.Gateway.Tests;

/// <summary>What a person sees with <c>curl -N</c>: tokens as they come, and errors that can be read.</summary>
[Collection(ClientTests.Name)]
public sealed class CurlTests(ClientStack stack)
{
    private const string Chat = """{"model":"model-a","stream":true,"messages":[{"role":"user","content":"x"}]}""";

    [Fact]
    public async Task The_first_token_is_shown_while_the_engine_waits_with_the_second()
    {
        await stack.ControlAsync("set?gate=1");
        using var curl = Start("-H", $"Authorization: Bearer {ClientStack.Key}", "-d", Chat, stack.Troubled.Url + "/v1/chat/completions");
        var lines = new List<string>();
        while (await curl.StandardOutput.ReadLineAsync() is { } line && !line.Contains("t0", StringComparison.Ordinal))
        {
            lines.Add(line);
        }

        Assert.Contains(lines, l => l.Contains("assistant", StringComparison.Ordinal));
        await stack.ControlAsync("release");
        var rest = await curl.StandardOutput.ReadToEndAsync();
        Assert.EndsWith("data: [DONE]\n\n", rest);
        await stack.ControlAsync("set");
    }

    [Fact]
    public async Task A_silent_stream_shows_comments_meanwhile()
    {
        await stack.ControlAsync("set?silent=1");
        using var curl = Start("-H", $"Authorization: Bearer {ClientStack.Key}", "-d", Chat, stack.Troubled.Url + "/v1/chat/completions");
        Assert.Equal(": keep-alive", await curl.StandardOutput.ReadLineAsync());
        await stack.ControlAsync("release");
        Assert.EndsWith("data: [DONE]\n\n", await curl.StandardOutput.ReadToEndAsync());
        await stack.ControlAsync("set");
    }

    [Fact]
    public async Task Anthropics_events_come_by_name()
    {
        using var curl = Start("-d", """{"model":"model-a","max_tokens":3,"stream":true,"messages":[{"role":"user","content":"x"}]}""", stack.Plain.Url + "/v1/messages");
        var text = await curl.StandardOutput.ReadToEndAsync();
        Assert.StartsWith("event: message_start\ndata: {", text);
        Assert.EndsWith("event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n", text);
    }

    [Fact]
    public async Task An_error_is_JSON_whatever_was_called()
    {
        using var curl = Start("-d", Chat, stack.Plain.Url + "/v1/nothing");
        Assert.StartsWith("{\"error\":{\"message\":", await curl.StandardOutput.ReadToEndAsync());
    }

    private static Process Start(params string[] arguments)
    {
        Assert.SkipUnless(File.Exists("/usr/bin/curl"), "curl is missing");
        var start = new ProcessStartInfo("/usr/bin/curl", ["-sN", "--max-time", "60", "-H", "Content-Type: application/json", .. arguments]) { RedirectStandardOutput = true };
        return Process.Start(start)!;
    }
}
