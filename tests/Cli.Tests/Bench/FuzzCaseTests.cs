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

    private static FuzzFlight Flight(out UpstreamScript script)
    {
        script = new UpstreamScript([], [], default, ScriptEnd.Close, 200, "the answer"u8.ToArray(), Complete: true);
        var flight = new FuzzFlight(new FuzzCase(1, [], [], default, Valid: true, [script], null, null));
        flight.Next();
        return flight;
    }

    private static byte[] Answer(byte[] body, int status = 200) =>
        [.. Encoding.ASCII.GetBytes($"HTTP/1.1 {status} OK\r\ncontent-length: {body.Length}\r\n\r\n"), .. body];
}
