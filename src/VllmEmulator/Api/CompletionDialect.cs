namespace SageServe.VllmEmulator;

internal sealed class CompletionDialect(string id, long created, string model) : AnswerDialect(id, created, model)
{
    protected override string ObjectName => "text_completion";

    protected override string ChunkName => "text_completion";

    protected override string TextHead => "\"text\":\"";

    protected override string TextTail => "\"";

    protected override string WholeText(string quoted) => $"\"text\":{quoted}";
}
