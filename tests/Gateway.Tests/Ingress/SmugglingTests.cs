namespace SageServe.Gateway.Tests;

/// <summary>
/// Requests whose end two servers may see in different places (RFC 9112, sections 6.1, 7.1 and 11.2): the gateway refuses them or ends the
/// connection after the first, and engines get one request as the gateway read it or none.
/// </summary>
public sealed class SmugglingTests
{
    private const string Head = "POST /v1/chat/completions HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\n";
    private const string Hidden = "POST /v1/embeddings HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nContent-Length: 30\r\n\r\n{\"model\":\"model-a\",\"input\":\"\"}";
    // Ends the connection of a server that still listens.
    private const string Last = "GET /v1/models HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n";
    private static readonly string Body = GatewayUnderTest.ChatBody();
    private static readonly string Chunked = $"{Body.Length:x}\r\n{Body}\r\n0\r\n\r\n";

    public static readonly TheoryData<string, string> Ambiguous = new()
    {
        { "both lengths", $"Content-Length: {Chunked.Length}\r\nTransfer-Encoding: chunked\r\n\r\n{Chunked}" },
        { "both lengths, the length shorter", $"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n{Chunked}" },
        { "two lengths", $"Content-Length: {Body.Length}\r\nContent-Length: 5\r\n\r\n{Body}" },
        { "a list of lengths", $"Content-Length: {Body.Length}, 5\r\n\r\n{Body}" },
        { "a length in hex", $"Content-Length: 0x{Body.Length:x}\r\n\r\n{Body}" },
        { "a coding that nobody knows", $"Transfer-Encoding: xchunked\r\n\r\n{Chunked}" },
        { "chunked and not last", $"Transfer-Encoding: chunked, identity\r\n\r\n{Chunked}" },
        { "chunked twice", $"Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n{Chunked}" },
        { "chunked twice in one line", $"Transfer-Encoding: chunked, chunked\r\n\r\n{Chunked}" },
        { "another coding before chunked", $"Transfer-Encoding: gzip, chunked\r\n\r\n{Chunked}" },
        { "a space before the colon", $"Transfer-Encoding : chunked\r\nContent-Length: {Body.Length}\r\n\r\n{Body}" },
        { "a folded header", $"X-A: 1\r\n Transfer-Encoding: chunked\r\nContent-Length: {Body.Length}\r\n\r\n{Body}" },
        { "a bare carriage return", $"X-A: 1\rTransfer-Encoding: chunked\r\nContent-Length: {Body.Length}\r\n\r\n{Body}" },
        { "a null in a value", $"X-A: 1\02\r\nContent-Length: {Body.Length}\r\n\r\n{Body}" },
        { "a chunk's length with a sign", $"Transfer-Encoding: chunked\r\n\r\n+{Chunked}" },
        { "a chunk's length that overflows", $"Transfer-Encoding: chunked\r\n\r\nfffffffff{Chunked}" },
        { "a chunk that is longer than it says", $"Transfer-Encoding: chunked\r\n\r\n5\r\n{Body}\r\n0\r\n\r\n" },
    };

    [Theory]
    [MemberData(nameof(Ambiguous))]
    public async Task A_request_with_two_possible_ends_brings_no_second_one(string what, string rest)
    {
        await using var engine = await FakeEngine.StartAsync();
        await using var gateway = await GatewayUnderTest.StartAsync(engine);
        var answer = await RawClient.TalkAsync(gateway.Url, Head + rest + Hidden + Last);

        var answers = answer.Split("HTTP/1.1 ", StringSplitOptions.RemoveEmptyEntries);
        Assert.True(answers.Length == 1 && (answers[0].StartsWith("400", StringComparison.Ordinal) || answers[0].StartsWith("200", StringComparison.Ordinal)), $"{what}: {answer}");
        Assert.True(engine.Arrived.Count == (answers[0].StartsWith("200", StringComparison.Ordinal) ? 1 : 0), what);
        Assert.All(engine.Arrived, r => Assert.Equal("/v1/chat/completions", r.Path));
    }

    /// <summary>Kestrel takes the sign. Engines are told a length of the gateway's own, so that only a proxy before it could be of another mind.</summary>
    [Fact]
    public async Task A_signed_length_is_the_number_and_goes_no_further()
    {
        await using var engine = await FakeEngine.StartAsync();
        await using var gateway = await GatewayUnderTest.StartAsync(engine);
        var answer = await RawClient.TalkAsync(gateway.Url, $"{Head}Content-Length: +{Body.Length}\r\n\r\n{Body}{Last}");
        Assert.StartsWith("HTTP/1.1 200", answer, StringComparison.Ordinal);
        var seen = Assert.Single(engine.Seen);
        Assert.Equal(Body.Length, seen.Headers.ContentLength);
    }

    [Fact]
    public async Task Two_plain_requests_on_one_connection_are_two()
    {
        await using var engine = await FakeEngine.StartAsync();
        await using var gateway = await GatewayUnderTest.StartAsync(engine);
        var answer = await RawClient.TalkAsync(gateway.Url, $"{Head}Content-Length: {Body.Length}\r\n\r\n{Body}{Head}Transfer-Encoding: chunked\r\n\r\n{Chunked}{Last}");
        Assert.Equal(3, answer.Split("HTTP/1.1 200", StringSplitOptions.None).Length - 1);
        Assert.Equal(2, engine.Arrived.Count);
    }
}
