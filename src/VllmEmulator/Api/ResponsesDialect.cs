using System.Buffers;
using System.Globalization;
using System.Text;

namespace SageServe.VllmEmulator;

/// <summary>OpenAI's Responses: one message with one part of text, events with names and numbers.</summary>
internal sealed class ResponsesDialect(string id, long created, string model, int? maxTokens, string? prior = null, bool background = false) : AnswerDialect(id, created, model)
{
    private readonly string _item = "msg_" + id[(id.IndexOf('_') + 1)..];
    private int _events;

    protected override string ObjectName => "response";

    protected override string ChunkName => "response.output_text.delta";

    protected override string TextHead => "";

    protected override string TextTail => "";

    public override byte[] ChunkHead(int choice) => Encoding.UTF8.GetBytes(
        $"event: {ChunkName}\ndata: {{\"type\":\"{ChunkName}\",\"item_id\":\"{_item}\",\"output_index\":0,\"content_index\":0,\"logprobs\":[],\"delta\":\"");

    public override void WriteTail(IBufferWriter<byte> writer, AnswerPlan? finished, int token) =>
        writer.Write(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"\",\"sequence_number\":{_events++}}}\n\n")));

    public override byte[] Opening(int choice) => Encoding.UTF8.GetBytes(
        Event("response.created", $"\"response\":{Response("in_progress", "[]", null)}")
        + Event("response.in_progress", $"\"response\":{Response("in_progress", "[]", null)}")
        + Event("response.output_item.added", $"\"output_index\":0,\"item\":{Item("in_progress", "[]")}")
        + Event("response.content_part.added", $"\"item_id\":\"{_item}\",\"output_index\":0,\"content_index\":0,\"part\":{Part("\"\"")}"));

    /// <summary>Gets the whole answer just before its end goes out, so that what a client asks next finds it.</summary>
    public Action<byte[]>? Finished { get; init; }

    public override byte[] Closing(GenerationCall call, bool includeUsage)
    {
        Finished?.Invoke(Answer(call));
        var text = JsonText.Quote(call.Sequences[0].Plan.VisibleText());
        var (status, name) = Status(call);
        return Encoding.UTF8.GetBytes(
            Event("response.output_text.done", $"\"item_id\":\"{_item}\",\"output_index\":0,\"content_index\":0,\"logprobs\":[],\"text\":{text}")
            + Event("response.content_part.done", $"\"item_id\":\"{_item}\",\"output_index\":0,\"content_index\":0,\"part\":{Part(text)}")
            + Event("response.output_item.done", $"\"output_index\":0,\"item\":{Item(status, $"[{Part(text)}]")}")
            + Event(name, $"\"response\":{Response(status, $"[{Item(status, $"[{Part(text)}]")}]", call)}"));
    }

    public override byte[] Whole(GenerationCall call)
    {
        var answer = Answer(call);
        Finished?.Invoke(answer);
        return answer;
    }

    private byte[] Answer(GenerationCall call)
    {
        var (status, _) = Status(call);
        var part = Part(JsonText.Quote(call.Sequences[0].Plan.VisibleText()));
        return Encoding.UTF8.GetBytes(Response(status, $"[{Item(status, $"[{part}]")}]", call));
    }

    /// <summary>The answer while there is nothing in it.</summary>
    public byte[] Pending(string status) => Encoding.UTF8.GetBytes(Response(status, "[]", null));

    protected override string WholeText(string quoted) => quoted;

    private static (string Status, string Event) Status(GenerationCall call) =>
        call.Sequences[0].Plan.FinishReason == "length" ? ("incomplete", "response.incomplete") : ("completed", "response.completed");

    private string Event(string name, string fields) =>
        string.Create(CultureInfo.InvariantCulture, $"event: {name}\ndata: {{\"type\":\"{name}\",\"sequence_number\":{_events++},{fields}}}\n\n");

    private string Item(string status, string content) =>
        $"{{\"id\":\"{_item}\",\"type\":\"message\",\"role\":\"assistant\",\"status\":\"{status}\",\"content\":{content}}}";

    private static string Part(string quoted) => $"{{\"type\":\"output_text\",\"text\":{quoted},\"annotations\":[],\"logprobs\":[]}}";

    private string Response(string status, string output, GenerationCall? call)
    {
        var most = maxTokens?.ToString(CultureInfo.InvariantCulture) ?? "null";
        var incomplete = status == "incomplete" ? "{\"reason\":\"max_output_tokens\"}" : "null";
        return $"{{\"id\":\"{Id}\",\"object\":\"response\",\"created_at\":{Created},\"status\":\"{status}\",\"background\":{(background ? "true" : "false")},\"error\":null,"
            + $"\"incomplete_details\":{incomplete},\"instructions\":null,\"max_output_tokens\":{most},\"metadata\":null,\"model\":{JsonText.Quote(Model)},"
            + $"\"output\":{output},\"parallel_tool_calls\":true,\"previous_response_id\":{(prior is null ? "null" : JsonText.Quote(prior))},\"reasoning\":null,\"service_tier\":\"auto\",\"temperature\":1,"
            + "\"text\":null,\"tool_choice\":\"auto\",\"tools\":[],\"top_logprobs\":null,\"top_p\":1,\"truncation\":\"disabled\","
            + $"\"usage\":{Usage(call)},\"user\":null}}";
    }

    private static string Usage(GenerationCall? call) => call is null ? "null"
        : $"{{\"input_tokens\":{call.PromptTokens},\"input_tokens_details\":{{\"cached_tokens\":0}},\"output_tokens\":{call.CompletionTokens},"
        + $"\"output_tokens_details\":{{\"reasoning_tokens\":0}},\"total_tokens\":{call.PromptTokens + call.CompletionTokens}}}";
}
