using System.Text;

namespace SageServe.Cli;

/// <summary>Event streams as engines, proxies and broken programs write them.</summary>
internal static class SseEvents
{
    private static readonly string[] Ends = ["\n\n", "\r\n\r\n", "\r\r", "\n\r\n", "\n", "\r\n", ""];

    private static readonly string[] Events =
    [
        "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"hi\"}}]}", "data:{\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"}}]}", "data: {\"choices\":[{\"ind", ": comment", "event: ping\ndata: {}",
        "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":2}}", "data: {\"choices\":[],\"usage\":null}", "data: {\"choices\": [ ] , \"usage\" : {\"completion_tokens\":9999999999}}", "data: [DONE]", "data: \u4e2d\U0001F600",
        "data: {\"error\":{\"message\":\"from the engine\"}}", "id: 1\nretry: 5\ndata: a\ndata: b", "data", "\uFEFFdata: x",
    ];

    public static byte[] Of(RandomStream random)
    {
        var text = new StringBuilder();
        var usual = Ends[random.NextInt(2)];
        for (var i = random.NextInt(20); i >= 0; i--)
        {
            text.Append(random.NextInt(40) == 0 ? "data: " + new string('h', random.NextInt(2_000_000)) : Events[random.NextInt(Events.Length)]);
            text.Append(random.NextInt(8) == 0 ? Ends[random.NextInt(Ends.Length)] : usual);
        }

        return Encoding.UTF8.GetBytes(text.Append("data: [DONE]").Append(usual).ToString());
    }

    /// <summary>What the gateway passes on of a stream: all of it but comments before the first event, which say only that the engine is there.</summary>
    public static byte[] Passed(byte[] stream)
    {
        var text = stream.AsSpan();
        while (EventEnd(text) is var end and > 0 && IsComment(text[..end]))
        {
            text = text[end..];
        }

        return text.ToArray();
    }

    private static int EventEnd(ReadOnlySpan<byte> text)
    {
        var unix = text.IndexOf("\n\n"u8) is var u and >= 0 ? u + 2 : int.MaxValue;
        var windows = text.IndexOf("\r\n\r\n"u8) is var w and >= 0 ? w + 4 : int.MaxValue;
        return Math.Min(unix, windows) is var end and < int.MaxValue ? end : 0;
    }

    private static bool IsComment(ReadOnlySpan<byte> block) =>
        Encoding.Latin1.GetString(block).Split('\r', '\n').All(line => line.Length == 0 || line[0] == ':');
}
