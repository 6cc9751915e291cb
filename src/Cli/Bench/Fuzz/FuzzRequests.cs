using System.Globalization;
using System.Text;

namespace SageServe.Cli;

/// <summary>Requests: right ones in every framing, and wrong ones in HTTP and in JSON.</summary>
internal static class FuzzRequests
{
    private const string Good = "/v1/chat/completions";

    private static readonly string[] OddBodies =
    [
        "", " ", "null", "[]", "{}", "\"text\"", "{\"model\":", "{\"model\":1}", "{\"model\":null,\"messages\":[]}", "{\"model\":\"no such model\",\"messages\":[]}",
        "{\"model\":\"bench-model\",\"messages\":\"text\"}", "{\"model\":\"bench-model\",\"messages\":[{}]}", "{\"model\":\"bench-model\",\"stream\":\"yes\",\"messages\":[]}",
        "{\"model\":\"bench-model\",\"max_tokens\":1e999,\"messages\":[]}", "{\"model\":\"bench-model\",\"max_tokens\":-5,\"messages\":[]}",
        "{\"model\":\"bench-model\",\"messages\":[],\"messages\":[],\"stream_options\":7}", "{\"model\":\"bench-model\",\"messages\":[]} {}", "{\"\\ud800\":1}", "{'model':'bench-model'}",
    ];

    private static readonly string[] OddHeads =
    [
        "GET {0} HTTP/1.1", "PUT {0} HTTP/1.1", "POST /v1/nothing HTTP/1.1", "POST /v1/../etc HTTP/1.1", "POST {0}?a=%zz HTTP/1.1", "POST {0} HTTP/9.9", "POST {0}", "POST  {0} HTTP/1.1",
        "\0\0\0", "POST * HTTP/1.1", "CONNECT a:1 HTTP/1.1", "POST http://other.example/v1/chat/completions HTTP/1.1", "PRI * HTTP/2.0",
    ];

    private static readonly string[] OddHeaders =
    [
        "no colon here", "x-a\0b: 1", " folded: 1", "content-length: 5\r\ncontent-length: 6", "content-length: -1", "transfer-encoding: chunked\r\ncontent-length: 4", "transfer-encoding: gzip",
        "content-type: text/plain", "accept-encoding: gzip, br", "expect: 100-continue", "authorization: Basic xx", "x-sageserve-tier: no-such-tier", "x-sageserve-relay: forged", "connection: upgrade\r\nupgrade: h2c",
        "x-request-id: two", "x-long: " + "a", "host: two.example",
    ];

    /// <returns>The bytes, true when the API takes them, and true when HTTP tells where they end.</returns>
    public static (byte[] Bytes, bool Valid, bool Framed) Make(RandomStream random, string id, bool stream, bool keepsOpen)
    {
        var body = GoodBody(random, stream);
        byte[] Request(string line, byte[] bytes, bool isFramed = false) => FuzzRequests.Request(random, id, line, bytes, closes: !(isFramed && keepsOpen));
        switch (random.NextInt(12))
        {
            case 0:
                return (Request($"POST {Good} HTTP/1.1", Encoding.UTF8.GetBytes(OddBodies[random.NextInt(OddBodies.Length)]), isFramed: true), false, true);
            case 1:
                body[random.NextInt(body.Length)] = (byte)random.NextInt(256);
                return (Request($"POST {Good} HTTP/1.1", body, isFramed: true), false, true);
            case 2:
                return (Request($"POST {Good} HTTP/1.1", body.AsSpan(0, random.NextInt(body.Length)).ToArray(), isFramed: true), false, true);
            case 3:
                return (Request(string.Format(CultureInfo.InvariantCulture, OddHeads[random.NextInt(OddHeads.Length)], Good), body), false, false);
            case 4:
                var header = OddHeaders[random.NextInt(OddHeaders.Length)] + (random.NextInt(8) == 0 ? new string('x', random.NextInt(60_000)) : "");
                return (Request($"POST {Good} HTTP/1.1\r\n{header}", body), false, false);
            case 5:
                var raw = Request($"POST {Good} HTTP/1.1", body);
                raw[random.NextInt(raw.Length)] = (byte)random.NextInt(256);
                return (raw, false, false);
            default:
                return (Request($"POST {Good} HTTP/1.1", body, isFramed: true), true, true);
        }
    }

    private static byte[] GoodBody(RandomStream random, bool stream)
    {
        var prompt = random.NextInt(4) == 0 ? new string('p', random.NextInt(100_000)) : "na\\u00efve \\\"quoted\\\" \u00e9\u4e2d\U0001F600";
        var blank = random.NextInt(2) == 0 ? "" : " \n\t";
        var text = $$"""{{{blank}}"messages":[{"role":"user","content":"{{prompt}}"}],{{blank}}"model":{{blank}}"bench-model","stream":{{(stream ? "true" : "false")}},"stream_options":{"include_usage":true},"x_unknown":[1.5e3,{"deep":[[[null]]]}]{{blank}}}""";
        return Encoding.UTF8.GetBytes(stream ? text : text.Replace("\"stream_options\":{\"include_usage\":true},", "", StringComparison.Ordinal));
    }

    private static byte[] Request(RandomStream random, string id, string line, byte[] body, bool closes)
    {
        var chunked = random.NextInt(3) == 0;
        var framing = chunked ? "transfer-encoding: chunked" : $"content-length: {body.Length}";
        var head = $"{line}\r\nhost: bench\r\nauthorization: Bearer {BenchFiles.Key}\r\nx-request-id: {id}\r\ncontent-type: application/json\r\n{(closes ? "connection: close\r\n" : "")}{framing}\r\n\r\n";
        return [.. Encoding.Latin1.GetBytes(head), .. chunked ? HttpChunks.Of(random, body, trailer: "") : body];
    }
}
