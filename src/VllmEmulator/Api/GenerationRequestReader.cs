namespace SageServe.VllmEmulator;

/// <summary>Reads the parameters that chat and text completions share. Sampling parameters are accepted and have no effect.</summary>
internal static class GenerationRequestReader
{
    private const int DefaultCompletionTokens = 16;
    private const int MostChoices = 128;

    public static GenerationRequest Chat(RequestBody body, int blockTokens)
    {
        var max = body.Number("max_completion_tokens", least: 1) ?? body.Number("max_tokens", least: 1);
        var prompt = ChatPrompt.Read(body, blockTokens);
        var tool = ToolUse.Read(body);
        var guided = tool is null ? GuidedText.Read(body, prompt.Hash) : JsonSample.Of(tool.Parameters, prompt.Hash);
        return Common(body, [prompt], max) with { Guided = guided, Tool = tool };
    }

    public static GenerationRequest Completion(RequestBody body, int blockTokens) =>
        Common(body, TextPrompts.Read(body, "prompt", blockTokens, body.Flag("echo")), body.Number("max_tokens", least: 1) ?? DefaultCompletionTokens);

    public static GenerationRequest Responses(RequestBody body, int blockTokens)
    {
        var prompt = ChatPrompt.OfResponses(body, blockTokens);
        return Common(body, [prompt], body.Number("max_output_tokens", least: 1)) with { Guided = GuidedText.Read(body, prompt.Hash) };
    }

    public static GenerationRequest Messages(RequestBody body, int blockTokens)
    {
        var max = body.Number("max_tokens", least: 1) ?? throw ApiException.Bad("max_tokens: Field required", "max_tokens");
        return Common(body, [ChatPrompt.Read(body, blockTokens)], max, "stop_sequences");
    }

    private static int Choices(RequestBody body)
    {
        var choices = body.Number("n", least: 1) ?? 1;
        return choices <= MostChoices ? choices : throw ApiException.Bad($"n must be at most {MostChoices}, got {choices}.", "n");
    }

    private static GenerationRequest Common(RequestBody body, IReadOnlyList<PreparedPrompt> prompts, int? maxTokens, string stopName = "stop")
    {
        var stream = body.Flag("stream");
        var options = body.Object("stream_options");
        if (options is not null && !stream)
        {
            throw ApiException.Bad("Stream options can only be defined when `stream=True`.", "stream_options");
        }

        var stops = body.Texts(stopName);
        if (stops.Any(s => s.Length == 0))
        {
            throw ApiException.Bad($"{stopName} cannot contain an empty string.", stopName);
        }

        var min = body.Number("min_tokens", least: 0) ?? 0;
        if (maxTokens < min)
        {
            throw ApiException.Bad($"min_tokens must be less than or equal to max_tokens={maxTokens}, got {min}.", "min_tokens");
        }

        return new GenerationRequest
        {
            Model = body.Text("model"),
            Prompts = prompts,
            Choices = Choices(body),
            MaxTokens = maxTokens,
            Limits = new AnswerLimits(body.Flag("ignore_eos"), min, stops, body.Flag("include_stop_str_in_output")),
            Stream = stream,
            IncludeUsage = options?.Flag("include_usage") ?? false,
            Priority = body.Number("priority") ?? 0,
            Seed = body.Number("seed") ?? 0,
        };
    }
}
