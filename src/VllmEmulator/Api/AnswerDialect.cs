using System.Text;

namespace SageServe.VllmEmulator;

/// <summary>The JSON of an answer: what chat and text completions say differently.</summary>
internal abstract class AnswerDialect(string id, long created, string model)
{
    public static readonly byte[] Done = "data: [DONE]\n\n"u8.ToArray();

    public string Id => id;

    protected abstract string ObjectName { get; }

    protected abstract string ChunkName { get; }

    /// <summary>Start of a stream's chunk for one choice, up to its text.</summary>
    public byte[] ChunkHead(int choice) => Encoding.UTF8.GetBytes(Head() + $"\"choices\":[{{\"index\":{choice},{TextHead}");

    /// <summary>Rest of a chunk after its text.</summary>
    public byte[] ChunkTail(AnswerPlan? finished) => Encoding.UTF8.GetBytes(
        $"{TextTail},\"logprobs\":null,{Finish(finished)}}}]}}\n\n");

    /// <summary>What a stream says of a choice before its first token; empty for nothing.</summary>
    public virtual byte[] Opening(int choice) => [];

    public byte[] UsageChunk(int promptTokens, int completionTokens) =>
        Encoding.UTF8.GetBytes($"{Head()}\"choices\":[],\"usage\":{Usage(promptTokens, completionTokens)}}}\n\n");

    /// <summary>The whole answer of a call that does not stream.</summary>
    public byte[] Whole(GenerationCall call)
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

    private static string Finish(AnswerPlan? plan) => plan is null
        ? "\"finish_reason\":null"
        : $"\"finish_reason\":\"{plan.FinishReason}\",\"stop_reason\":{(plan.StopReason is { } stop ? JsonText.Quote(stop) : "null")}";

    private static string Usage(int prompt, int completion) =>
        $"{{\"prompt_tokens\":{prompt},\"total_tokens\":{prompt + completion},\"completion_tokens\":{completion}}}";
}
