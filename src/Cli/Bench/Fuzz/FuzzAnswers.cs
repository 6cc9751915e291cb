using System.Text;

namespace SageServe.Cli;

/// <summary>Answers of an upstream: whole ones in every framing that HTTP allows, and broken ones.</summary>
internal static class FuzzAnswers
{
    private static readonly string[] Garbage = ["", "\r\n", "HTTP/1.1 abc\r\n\r\n", "HTTP/7.0 200 OK\r\n\r\n", "<html>", "HTTP/1.1 200 OK\r\nno colon\r\n\r\n", "\0\u0001\u0002"];
    private static readonly int[] Statuses = [200, 200, 200, 200, 200, 200, 201, 400, 404, 422, 429, 500, 503];

    public static UpstreamScript Whole(RandomStream random, bool stream)
    {
        var status = Statuses[random.NextInt(Statuses.Length)];
        var (type, body) = Body(random, stream && status == 200);
        var early = random.NextInt(8) == 0 ? "HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n" : random.NextInt(8) == 0 ? "HTTP/1.1 100 Continue\r\n\r\n" : "";
        var head = $"{early}HTTP/1.1 {status} Reason\r\ncontent-type: {type}\r\nx-upstream: {random.NextInt(100)}\r\n";
        return random.NextInt(4) switch
        {
            0 => Script(random, head + $"content-length: {body.Length}\r\n\r\n", body, ScriptEnd.KeepAlive, status, body),
            1 => Script(random, head + "connection: close\r\n\r\n", body, ScriptEnd.Close, status, body),
            // More than was promised: the rest belongs to no answer.
            2 when body.Length > 0 && random.NextInt(4) == 0 => Longer(random, head, body, status),
            _ => Script(random, head + "transfer-encoding: chunked\r\n\r\n", HttpChunks.Of(random, body, random.NextInt(3) == 0 ? "x-trailer: 1\r\n" : ""), random.NextInt(3) == 0 ? ScriptEnd.Close : ScriptEnd.KeepAlive, status, body),
        };
    }

    public static UpstreamScript Broken(RandomStream random, bool stream)
    {
        var (type, body) = Body(random, stream);
        var head = $"HTTP/1.1 200 OK\r\ncontent-type: {type}\r\n";
        var end = random.NextInt(2) == 0 ? ScriptEnd.Close : ScriptEnd.Reset;
        var part = body.AsSpan(0, random.NextInt(body.Length + 1)).ToArray();
        return random.NextInt(6) switch
        {
            0 => Script(random, Garbage[random.NextInt(Garbage.Length)], [], end, 0, []) with { Complete = false },
            1 => Script(random, head + $"content-length: {body.Length + 1 + random.NextInt(50)}\r\n\r\n", part, end, 200, part) with { Complete = false },
            2 => Script(random, head + "transfer-encoding: chunked\r\n\r\n", [.. HttpChunks.Of(random, part, trailer: null), .. "zz\r\n"u8], ScriptEnd.Close, 200, part) with { Complete = false },
            3 => Script(random, head[..random.NextInt(head.Length)], [], end, 0, []) with { Complete = false },
            4 => Script(random, "", [], ScriptEnd.Hang, 0, []) with { Complete = false },
            _ => Script(random, head + "transfer-encoding: chunked\r\n\r\n", HttpChunks.Of(random, part, trailer: null), end, 200, part) with { Complete = false },
        };
    }

    /// <summary>Begins, or does not, and then says nothing until the other side leaves.</summary>
    public static UpstreamScript Hanging(RandomStream random, bool stream)
    {
        var (type, body) = Body(random, stream);
        return random.NextInt(2) == 0
            ? Script(random, "", [], ScriptEnd.Hang, 0, []) with { Complete = false }
            : Script(random, $"HTTP/1.1 200 OK\r\ncontent-type: {type}\r\ntransfer-encoding: chunked\r\n\r\n", HttpChunks.Of(random, body, trailer: null), ScriptEnd.Hang, 200, body) with { Complete = false };
    }

    private static UpstreamScript Longer(RandomStream random, string head, byte[] body, int status) =>
        Script(random, head + $"content-length: {body.Length}\r\n\r\n", [.. body, .. "more than promised"u8], ScriptEnd.Close, status, body);

    private static UpstreamScript Script(RandomStream random, string head, byte[] framed, ScriptEnd end, int status, byte[] body)
    {
        byte[] raw = [.. Encoding.Latin1.GetBytes(head), .. framed];
        body = head.Contains("text/event-stream", StringComparison.Ordinal) ? SseEvents.Passed(body) : body;
        return new UpstreamScript(raw, Cutter.Cuts(random, raw.Length), TimeSpan.FromMilliseconds(random.NextInt(6) == 0 ? 1 + random.NextInt(4) : 0), end, status, body, Complete: true);
    }

    private static (string Type, byte[] Body) Body(RandomStream random, bool stream) => (stream, random.NextInt(8)) switch
    {
        (_, 0) => ("application/octet-stream\r\ncontent-encoding: gzip", Bytes(random, random.NextInt(5000))),
        (_, 1) => (stream ? "text/event-stream" : "application/json", Bytes(random, random.NextInt(3000))),
        (_, 2) => ("application/json", []),
        (false, 3) => ("application/json", Encoding.UTF8.GetBytes("""{"id":"x","choices":[{"message":{"content":"ha""")),
        (false, _) => ("application/json", Encoding.UTF8.GetBytes("""{"id":"x","choices":[{"index":0,"message":{"role":"assistant","content":"hi"}}],"usage":{"prompt_tokens":7,"completion_tokens":2}}""")),
        (true, _) => (random.NextInt(2) == 0 ? "text/event-stream" : "text/event-stream; charset=utf-8", SseEvents.Of(random)),
    };

    private static byte[] Bytes(RandomStream random, int length)
    {
        var bytes = new byte[length];
        for (var i = 0; i < length; i++)
        {
            bytes[i] = (byte)random.NextInt(256);
        }

        return bytes;
    }
}
