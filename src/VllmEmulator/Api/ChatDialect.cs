using System.Text;

namespace SageServe.VllmEmulator;

internal sealed class ChatDialect(string id, long created, string model) : AnswerDialect(id, created, model)
{
    protected override string ObjectName => "chat.completion";

    protected override string ChunkName => "chat.completion.chunk";

    protected override string TextHead => "\"delta\":{\"content\":\"";

    protected override string TextTail => "\"}";

    public override byte[] Opening(int choice) => Encoding.UTF8.GetBytes(
        $"{Head()}\"choices\":[{{\"index\":{choice},\"delta\":{{\"role\":\"assistant\",\"content\":\"\"}},\"logprobs\":null,\"finish_reason\":null}}]}}\n\n");

    protected override string WholeText(string quoted) =>
        $"\"message\":{{\"role\":\"assistant\",\"content\":{quoted},\"refusal\":null,\"tool_calls\":[]}}";
}
