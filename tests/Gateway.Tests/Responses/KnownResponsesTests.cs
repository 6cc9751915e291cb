using System.Text;
using SageServe.Hosting;

namespace SageServe.Gateway.Tests;

public sealed class KnownResponsesTests
{
    private static readonly TenantId Tenant = new("t");

    [Fact]
    public void At_its_limit_the_oldest_is_forgotten_and_each_after_its_time()
    {
        var time = new ManualTimeProvider();
        var known = Known(time, 2);
        var exchange = NewExchange(known);
        known.Remember("resp_1", exchange);
        time.Advance(TimeSpan.FromHours(1));
        known.Remember("resp_2", exchange);
        known.Remember("resp_2", exchange);
        Assert.Equal(2, known.Count);
        known.Remember("resp_3", exchange);

        Assert.Equal(2, known.Count);
        Assert.Null(known.Find("resp_1", Tenant));
        Assert.Equal(new InstanceId("r"), known.Find("resp_2", Tenant)!.Value.Instance);
        Assert.Null(known.Find("resp_2", new TenantId("other")));
        time.Advance(TimeSpan.FromHours(24));
        Assert.Null(known.Find("resp_2", Tenant));
    }

    [Fact]
    public void Of_an_id_that_comes_again_the_last_one_counts_and_nobody_takes_anothers()
    {
        var known = Known(new ManualTimeProvider(), 10);
        known.Remember("resp_1", NewExchange(known));
        known.Remember("resp_1", NewExchange(known, "s"));
        known.Remember("resp_1", NewExchange(known, "thief", "other"));
        Assert.Equal(new InstanceId("s"), known.Find("resp_1", Tenant)!.Value.Instance);
        Assert.Null(known.Find("resp_1", new TenantId("other")));
    }

    [Fact]
    public void Without_room_nothing_is_remembered()
    {
        var known = Known(new ManualTimeProvider(), 0);
        known.Remember("resp_1", NewExchange(known));
        Assert.Equal(0, known.Count);
    }

    /// <summary>However the answer is cut into pieces, and whatever its texts say.</summary>
    [Fact]
    public void The_id_is_found_in_any_pieces_and_not_in_texts() => Seeds.Check(200, (_, random) =>
    {
        var known = Known(new ManualTimeProvider(), 10);
        var exchange = NewExchange(known);
        string[] answers =
        [
            """{"id":"resp_real","object":"response","output":[{"id":"msg_1","text":"\"id\":\"resp_fake\""}]}""",
            """{"output":[{"type":"message","text":"say \"id\": \"resp_fake\" please","id":"msg_1"}], "id" : "resp_real"}""",
            "event: response.created\ndata: {\"type\":\"response.created\",\"response\":{\"id\":\"resp_real\",\"user\":\"\\\"id\\\":\\\"resp_fake\\\"\"}}\n\n",
        ];
        var scan = new ResponseIdScan(known, exchange);
        var bytes = Encoding.UTF8.GetBytes(answers[random.NextInt(answers.Length)]);
        for (var at = 0; at < bytes.Length;)
        {
            var length = Math.Min(1 + random.NextInt(20), bytes.Length - at);
            scan.Take(bytes.AsSpan(at, length));
            at += length;
        }

        Assert.NotNull(known.Find("resp_real", Tenant));
        Assert.Equal(1, known.Count);
    });

    [Fact]
    public void An_answer_without_an_id_at_its_head_is_left_alone()
    {
        var known = Known(new ManualTimeProvider(), 10);
        var scan = new ResponseIdScan(known, NewExchange(known));
        scan.Take(Encoding.UTF8.GetBytes("{\"text\":\"" + new string('x', 5000)));
        scan.Take("\",\"id\":\"resp_late\"}"u8);
        Assert.Equal(0, known.Count);
    }

    private static KnownResponses Known(TimeProvider time, int most) =>
        new(new GatewayOptions { Region = "east", StoredResponses = new StoredResponseOptions { MaxRemembered = most } }, new SteadyClock(time));

    private static Exchange NewExchange(KnownResponses known, string replica = "r", string tenant = "t") => new()
    {
        Request = new InferenceRequest
        {
            Id = new RequestId("a"),
            Model = TestCatalog.Model,
            Tier = ServiceTier.InteractiveFast,
            Tenant = new TenantId(tenant),
            Origin = new RegionId("east"),
            PromptTokens = 1,
            ExpectedOutputTokens = 1,
            Arrived = new Instant(1),
            Deadline = new Instant(2),
        },
        Path = "/v1/responses",
        Body = default,
        Sink = new MemorySink(10),
        ClientGone = default,
        PublicId = "a",
        Responses = known,
        Instance = new InstanceId(replica),
    };
}
