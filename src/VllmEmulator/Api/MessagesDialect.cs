using System.Buffers;
using System.Text;

namespace SageServe.VllmEmulator;

/// <summary>Anthropic's Messages: events with names, one block of text, usage at both ends.</summary>
internal sealed class MessagesDialect(string id, string model, int promptTokens) : AnswerDialect(id, 0, model)
{
    protected override string ObjectName => "message";

    protected override string ChunkName => "content_block_delta";

    protected override string TextHead => "";

    protected override string TextTail => "";

    public override byte[] ChunkHead(int choice) => Encoding.UTF8.GetBytes(
        $"event: content_block_delta\ndata: {{\"type\":\"content_block_delta\",\"index\":{choice},\"delta\":{{\"type\":\"text_delta\",\"text\":\"");

    public override void WriteTail(IBufferWriter<byte> writer, AnswerPlan? finished, int token) => writer.Write("\"}}\n\n"u8);

    public override byte[] Opening(int choice) => Encoding.UTF8.GetBytes(
        Event("message_start", $"\"message\":{{\"id\":{JsonText.Quote(Id)},\"type\":\"message\",\"role\":\"assistant\",\"content\":[],\"model\":{JsonText.Quote(Model)},"
            + $"\"stop_reason\":null,\"stop_sequence\":null,\"usage\":{{\"input_tokens\":{promptTokens},\"output_tokens\":0}}}}")
        + Event("content_block_start", "\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}"));

    public override byte[] Closing(GenerationCall call, bool includeUsage) => Encoding.UTF8.GetBytes(
        Event("content_block_stop", "\"index\":0")
        + Event("message_delta", $"\"delta\":{{{Stop(call.Sequences[0].Plan)}}},\"usage\":{Usage(call)}")
        + Event("message_stop", ""));

    public override byte[] Whole(GenerationCall call) => Encoding.UTF8.GetBytes(
        $"{{\"id\":{JsonText.Quote(Id)},\"type\":\"message\",\"role\":\"assistant\",\"content\":[{{\"type\":\"text\",\"text\":{JsonText.Quote(call.Sequences[0].Plan.VisibleText())}}}],"
        + $"\"model\":{JsonText.Quote(Model)},{Stop(call.Sequences[0].Plan)},\"usage\":{Usage(call)}}}");

    protected override string WholeText(string quoted) => quoted;

    private static string Event(string name, string fields) =>
        $"event: {name}\ndata: {{\"type\":\"{name}\"{(fields.Length > 0 ? "," : "")}{fields}}}\n\n";

    private static string Stop(AnswerPlan plan) => plan switch
    {
        { StopReason: { } stop } => $"\"stop_reason\":\"stop_sequence\",\"stop_sequence\":{JsonText.Quote(stop)}",
        { FinishReason: "length" } => "\"stop_reason\":\"max_tokens\",\"stop_sequence\":null",
        _ => "\"stop_reason\":\"end_turn\",\"stop_sequence\":null",
    };

    private static string Usage(GenerationCall call) =>
        $"{{\"input_tokens\":{call.PromptTokens},\"output_tokens\":{call.CompletionTokens}}}";
}
