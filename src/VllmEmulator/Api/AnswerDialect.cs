using System.Buffers;
using System.Text;

namespace SageServe.VllmEmulator;

/// <summary>The JSON of an answer: what chat and text completions say differently.</summary>
internal abstract class AnswerDialect(string id, long created, string model)
{
    private static readonly byte[] Done = "data: [DONE]\n\n"u8.ToArray();

    private byte[]? _tail;

    public string Id => id;

    protected long Created => created;

    protected string Model => model;

    protected abstract string ObjectName { get; }

    protected abstract string ChunkName { get; }

    /// <summary>Start of a stream's chunk for one choice, up to its text.</summary>
    public virtual byte[] ChunkHead(int choice) => Encoding.UTF8.GetBytes(Head() + $"\"choices\":[{{\"index\":{choice},{TextHead}");

    /// <summary>Writes the rest of a chunk after its text.</summary>
    public virtual void WriteTail(IBufferWriter<byte> writer, AnswerPlan? finished, int token) =>
        writer.Write(finished is null ? _tail ??= ChunkTail(null) : ChunkTail(finished));

    private byte[] ChunkTail(AnswerPlan? finished) => Encoding.UTF8.GetBytes(
        $"{TextTail},\"logprobs\":null,{Finish(finished)}}}]}}\n\n");

    /// <summary>What a stream says of a choice before its first token; empty for nothing.</summary>
    public virtual byte[] Opening(int choice) => [];

    /// <summary>What a stream ends with.</summary>
    public virtual byte[] Closing(GenerationCall call, bool includeUsage) =>
        includeUsage ? [.. UsageChunk(call.PromptTokens, call.CompletionTokens), .. Done] : Done;

    private byte[] UsageChunk(int promptTokens, int completionTokens) =>
        Encoding.UTF8.GetBytes($"{Head()}\"choices\":[],\"usage\":{Usage(promptTokens, completionTokens)}}}\n\n");

    /// <summary>The whole answer of a call that does not stream.</summary>
    public virtual byte[] Whole(GenerationCall call)
    {
        var text = new StringBuilder();
        text.Append('{').Append(Fields(ObjectName)).Append("\"choices\":[");
        foreach (var sequence in call.Sequences)
        {
            text.Append(sequence.Index > 0 ? "," : "").Append("{\"index\":").Append(sequence.Index).Append(',');
            text.Append(WholeText(JsonText.Quote(sequence.Source.Echo + sequence.Plan.VisibleText())));
            text.Append(",\"logprobs\":null,").Append(Finish(sequence.Plan)).Append('}');
        }

        text.Append("],\"usage\":").Append(Usage(call.PromptTokens, call.CompletionTokens)).Append('}');
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    protected abstract string TextHead { get; }

    protected abstract string TextTail { get; }

    protected abstract string WholeText(string quoted);

    protected string Head() => $"data: {{{Fields(ChunkName)}";

    private string Fields(string name) =>
        $"\"id\":{JsonText.Quote(id)},\"object\":\"{name}\",\"created\":{created},\"model\":{JsonText.Quote(model)},";

    protected virtual string FinishReason(AnswerPlan plan) => plan.FinishReason;

    private string Finish(AnswerPlan? plan) => plan is null
        ? "\"finish_reason\":null"
        : $"\"finish_reason\":\"{FinishReason(plan)}\",\"stop_reason\":{(plan.StopReason is { } stop ? JsonText.Quote(stop) : "null")}";

    private static string Usage(int prompt, int completion) =>
        $"{{\"prompt_tokens\":{prompt},\"total_tokens\":{prompt + completion},\"completion_tokens\":{completion}}}";
}
