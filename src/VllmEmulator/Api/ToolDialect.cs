using System.Text;

namespace SageServe.VllmEmulator;

/// <summary>A chat's answer that calls a function: its arguments are what the tokens spell.</summary>
internal sealed class ToolDialect(string id, long created, string model, ToolUse tool) : AnswerDialect(id, created, model)
{
    private readonly string _callId = "chatcmpl-tool-" + id[(id.IndexOf('-') + 1)..];

    protected override string ObjectName => "chat.completion";

    protected override string ChunkName => "chat.completion.chunk";

    protected override string TextHead => "\"delta\":{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"";

    protected override string TextTail => "\"}}]}";

    public override byte[] Opening(int choice) => Encoding.UTF8.GetBytes(
        $"{Head()}\"choices\":[{{\"index\":{choice},\"delta\":{{\"role\":\"assistant\",\"content\":\"\"}},\"logprobs\":null,\"finish_reason\":null}}]}}\n\n"
        + $"{Head()}\"choices\":[{{\"index\":{choice},\"delta\":{{\"tool_calls\":[{{\"id\":\"{_callId}\",\"type\":\"function\",\"index\":0,"
        + $"\"function\":{{\"name\":{JsonText.Quote(tool.Name)},\"arguments\":\"\"}}}}]}},\"logprobs\":null,\"finish_reason\":null}}]}}\n\n");

    protected override string WholeText(string quoted) =>
        "\"message\":{\"role\":\"assistant\",\"content\":null,\"refusal\":null,\"tool_calls\":[{"
        + $"\"id\":\"{_callId}\",\"type\":\"function\",\"function\":{{\"name\":{JsonText.Quote(tool.Name)},\"arguments\":{quoted}}}}}]}}";

    protected override string FinishReason(AnswerPlan plan) => plan.FinishReason == "stop" ? "tool_calls" : plan.FinishReason;
}
