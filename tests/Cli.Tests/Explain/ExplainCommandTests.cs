using System.Text;
using System.Text.Json;
using SageServe.Routing;

namespace SageServe.Cli.Tests;

public sealed class ExplainCommandTests
{
    private static readonly Instant Start = Instant.From(DateTimeOffset.Parse("2026-11-22T10:00:00Z", System.Globalization.CultureInfo.InvariantCulture));

    [Theory]
    [InlineData("explain req_1 --gateway nowhere", "--gateway 'nowhere' is no address")]
    [InlineData("explain req_1 --gateway http://127.0.0.1:1", "cannot be reached")]
    [InlineData("explain req_1 --admin http://127.0.0.1:1 --gateway http://127.0.0.1:2", "http://127.0.0.1:2/ cannot be reached")]
    [InlineData("explain --gateway http://127.0.0.1:1", "cannot be reached")]
    [InlineData("explain req_1 --limit 5", "Filters are for the list")]
    [InlineData("explain --record run1", "Name the request")]
    [InlineData("explain req_1 --record /no/such", "up --record")]
    [InlineData("explain req_1 --admin-key-file /no/such", "there is no file")]
    public Task Wrong_input_ends_with_2_and_a_sentence(string arguments, string sentence) => CliProgram.Refuses(sentence, arguments.Split(' '));

    [Fact]
    public async Task Help_has_examples() =>
        Assert.Contains("Examples:", (await CliProgram.Succeeds("explain", "--help")).Output, StringComparison.Ordinal);

    [Fact]
    public async Task A_recorded_request_is_told_from_its_log_and_no_other_one()
    {
        using var folder = new TemporaryFolder();
        folder.Write("routing-east.jsonl", Log());

        var text = (await CliProgram.Succeeds("explain", "req_1", "--record", folder.Root)).Output;
        Assert.Contains("as the gateway of east tells it", text, StringComparison.Ordinal);
        Assert.Contains("+0.000 s  held at the gateway, until +5.000 s at the longest", text, StringComparison.Ordinal);
        Assert.Contains("+2.000 s  sent to replica r1 (attempt 1)", text, StringComparison.Ordinal);
        Assert.Contains("released-from-hold: ", text, StringComparison.Ordinal);
        Assert.Contains("+4.000 s  the attempt ended: the answer was passed on", text, StringComparison.Ordinal);
        Assert.Contains("Completed after 4.000 s, held 2.000 s, first token after 3.000 s, 1 attempt, 9 output tokens.", text, StringComparison.Ordinal);
        Assert.DoesNotContain("r2", text, StringComparison.Ordinal);

        var json = JsonSerializer.Deserialize((await CliProgram.Succeeds("explain", "req_1", "--record", folder["routing-east.jsonl"], "--json")).Output, SharedJson.Default.RequestStories)!;
        Assert.Equal([StoryStepKind.Held, StoryStepKind.Forwarded, StoryStepKind.AttemptEnded, StoryStepKind.Finished], Assert.Single(json.Requests).Steps.Select(s => s.Kind));
        await CliProgram.Refuses("No request 'req_9'", "explain", "req_9", "--record", folder.Root);
        folder.Write("broken.jsonl", "{\"req_1\": \"req_1\"");
        await CliProgram.Refuses("broken.jsonl, line 1", "explain", "req_1", "--record", folder.Root);
    }

    private static string Log()
    {
        var (one, two) = (Request("req_1"), Request("req_11"));
        var log = new StringBuilder(Line(0, writer => FlowJson.Write(writer, new FlowHeader(one.Model, new RegionId("east"), new ModelFlowOptions()))));
        Add(log, 1, 0, i => i with { Kind = FlowInputKind.Arrived, Request = two }, Effect(two, FlowEffectKind.Forward) with { Instance = new InstanceId("r2") });
        Add(log, 2, 0, i => i with { Kind = FlowInputKind.Arrived, Request = one }, Effect(one, FlowEffectKind.Hold) with { Until = Start + TimeSpan.FromSeconds(5) });

        // Its release comes of the other one's end.
        Add(
            log, 3, 2, i => i with { Kind = FlowInputKind.AttemptEnded, RequestId = two.Id },
            Effect(two, FlowEffectKind.Finish),
            Effect(one, FlowEffectKind.Forward) with { Instance = new InstanceId("r1"), Attempt = 1, Reasons = ReasonSet.Of(ReasonCode.ReleasedFromHold) });
        Add(log, 4, 3, i => i with { Kind = FlowInputKind.Progressed, RequestId = one.Id, OutputTokens = 1 });
        Add(log, 5, 4, i => i with { Kind = FlowInputKind.AttemptEnded, RequestId = one.Id, OutputTokens = 9 }, Effect(one, FlowEffectKind.Finish));
        return log.ToString();
    }

    private static void Add(StringBuilder log, long sequence, int second, Func<FlowInput, FlowInput> input, params FlowEffect[] effects)
    {
        var buffer = new FlowEffectBuffer();
        Array.ForEach(effects, e => buffer.Add(e));
        var told = input(new FlowInput { Kind = FlowInputKind.Arrived, Now = Start + TimeSpan.FromSeconds(second), Sequence = sequence, Draw = 1 });
        log.Append(Line(sequence, writer => FlowJson.Write(writer, told), buffer));
    }

    private static string Line(long sequence, Action<Utf8JsonWriter> input, FlowEffectBuffer? effects = null)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            writer.WriteString("room", "routing");
            writer.WriteString("key", "m");
            writer.WriteNumber("segment", 1);
            writer.WriteNumber("sequence", sequence);
            writer.WritePropertyName("input");
            input(writer);
            writer.WritePropertyName("effects");
            FlowJson.Write(writer, effects ?? new FlowEffectBuffer());
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray()) + "\n";
    }

    private static FlowEffect Effect(InferenceRequest request, FlowEffectKind kind) => new() { Kind = kind, Request = request, Region = new RegionId("east") };

    private static InferenceRequest Request(string id) => new()
    {
        Id = new RequestId(id),
        Model = new ModelId("m"),
        Tier = ServiceTier.InteractiveFast,
        Tenant = new TenantId("t"),
        Origin = new RegionId("east"),
        PromptTokens = 5,
        ExpectedOutputTokens = 10,
        Arrived = Start,
        Deadline = Start + TimeSpan.FromSeconds(1),
        Streaming = true,
    };
}
