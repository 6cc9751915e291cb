using System.Text;

namespace SageServe.Cli.Tests;

public sealed class FuzzCaseTests
{
    [Fact]
    public void A_case_is_made_from_the_seed_and_its_number_alone() => Seeds.Check(20, (seed, _) =>
    {
        var (one, same, other) = (FuzzCase.Make(seed, 3), FuzzCase.Make(seed, 3), FuzzCase.Make(seed, 4));
        Assert.Equal(one.Describe(), same.Describe());
        Assert.Equal(one.Request, same.Request);
        Assert.Equal(one.Scripts.Select(s => Convert.ToHexString(s.Raw)), same.Scripts.Select(s => Convert.ToHexString(s.Raw)));
        Assert.NotEqual(one.Describe(), other.Describe());
    });

    [Fact]
    public void A_wrong_byte_a_missing_one_and_one_too_many_are_seen()
    {
        var flight = Flight(out var script);
        Assert.Null(FuzzJudge.Problem(flight, Answer(script.Body)));
        Assert.NotNull(FuzzJudge.Problem(flight, Answer(script.Body[..^1])));
        Assert.NotNull(FuzzJudge.Problem(flight, Answer([.. script.Body, 1])));
        byte[] flipped = [.. script.Body[..^1], (byte)(script.Body[^1] ^ 1)];
        Assert.NotNull(FuzzJudge.Problem(flight, Answer(flipped)));
        Assert.NotNull(FuzzJudge.Problem(flight, []));
        Assert.NotNull(FuzzJudge.Problem(flight, Answer("{\"error\":{\"message\":\"m\",\"code\":\"internal_error\"}}"u8.ToArray(), 500)));
    }

    [Fact]
    public void Who_sends_without_waiting_may_lose_the_end_of_an_answer_only_to_the_break_of_the_next()
    {
        var flight = Flight(out var script);
        var cut = new FuzzOutcome(flight, Answer(script.Body)[..^3], LeftAt: null, IsFirst: true);
        var broken = Flight(out _, complete: false);
        Assert.True(FuzzJudge.IsCutByNext(cut, broken));
        Assert.True(FuzzJudge.IsCutByNext(cut with { Got = [] }, broken));
        Assert.False(FuzzJudge.IsCutByNext(cut, Flight(out _)));
        Assert.False(FuzzJudge.IsCutByNext(cut, sentAfter: null));
        Assert.False(FuzzJudge.IsCutByNext(cut with { Got = Answer([.. script.Body, 1, 2])[..^1] }, broken));
        byte[] flipped = [.. Answer(script.Body)[..^3]];
        flipped[^1] ^= 1;
        Assert.False(FuzzJudge.IsCutByNext(cut with { Got = flipped }, broken));
    }

    [Fact]
    public void Trains_have_every_way_of_using_a_connection_and_only_framed_cases_keep_one_open() => Seeds.Check(5, (seed, _) =>
    {
        FuzzTrain[] trains = [.. Enumerable.Range(0, 60).Select(n => FuzzTrain.Make(seed, n))];
        Assert.Contains(trains, t => t.Pipelined);
        Assert.Contains(trains, t => t.Cases.All(c => c.Closes));
        Assert.Contains(trains, t => !t.Pipelined && t.Cases.Any(c => !c.Closes));
        Assert.All(trains, t => Assert.Equal((FuzzTrain.Length, true), (t.Cases.Length, t.Cases[^1].Closes)));
        foreach (var one in trains.SelectMany(t => t.Cases))
        {
            var head = Encoding.Latin1.GetString(one.Request);
            Assert.True(one.Closes || one is { Framed: true, Leaves: false }, one.Describe());
            Assert.True(one.Closes || !head.Contains("connection: close", StringComparison.Ordinal), one.Describe());
        }
    });

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\nabc", "HTTP/1.1 404 No")]
    [InlineData("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n", "HTTP/1.1 2")]
    [InlineData("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n4\r\n\r\n\r\n\r\n0\r\n\r\n", "0\r\n\r\n")]
    [InlineData("HTTP/1.1 204 No Content\r\n\r\n", "HTTP")]
    public void An_answer_ends_where_its_framing_says_and_not_before(string answer, string next)
    {
        var bytes = Encoding.Latin1.GetBytes(answer + next);
        Assert.Equal(answer.Length, AnswerBorder.Of(bytes));
        for (var length = 0; length < answer.Length; length++)
        {
            Assert.Null(AnswerBorder.Of(bytes.AsSpan(0, length)));
        }
    }

    [Fact]
    public void An_answer_without_a_length_ends_with_its_connection() =>
        Assert.Equal(AnswerBorder.Never, AnswerBorder.Of("HTTP/1.1 200 OK\r\n\r\nabc"u8));

    private static FuzzFlight Flight(out UpstreamScript script, bool complete = true)
    {
        script = new UpstreamScript([], [], default, ScriptEnd.Close, 200, "the answer"u8.ToArray(), complete);
        var flight = new FuzzFlight(new FuzzCase(1, [], [], default, Valid: true, Framed: true, Closes: true, [script], null, null));
        flight.Next();
        return flight;
    }

    private static byte[] Answer(byte[] body, int status = 200) =>
        [.. Encoding.ASCII.GetBytes($"HTTP/1.1 {status} OK\r\ncontent-length: {body.Length}\r\n\r\n"), .. body];
}
