using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace SageServe.VllmEmulator;

/// <summary>An embedding request: a prefill without output. Vectors are unit length and follow from the input alone.</summary>
internal sealed record EmbeddingRequest(GenerationRequest Generation, int Dimensions, bool Base64)
{
    private const int DefaultDimensions = 1024;
    private const int MostDimensions = 8192;

    public static EmbeddingRequest Read(RequestBody body, int blockTokens)
    {
        var format = body.Find("encoding_format") is null ? "float" : body.Text("encoding_format");
        if (format is not ("float" or "base64"))
        {
            throw ApiException.Bad($"encoding_format must be 'float' or 'base64', got '{format}'.", "encoding_format");
        }

        var dimensions = body.Number("dimensions", least: 1) ?? DefaultDimensions;
        if (dimensions > MostDimensions)
        {
            throw ApiException.Bad($"dimensions must be at most {MostDimensions}, got {dimensions}.", "dimensions");
        }

        // The engine's step gives one "token" for each input: the pooled vector.
        var generation = new GenerationRequest
        {
            Model = body.Text("model"),
            Prompts = TextPrompts.Read(body, "input", blockTokens, echo: false),
            Choices = 1,
            MaxTokens = 1,
            Limits = new AnswerLimits(IgnoreEos: true, 0, [], ShowStop: false),
            Stream = false,
            IncludeUsage = false,
            Priority = body.Number("priority") ?? 0,
            Seed = 0,
        };
        return new EmbeddingRequest(generation, dimensions, format == "base64");
    }

    public byte[] Answer(string id, long created, GenerationCall call)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{{\"id\":\"{JsonText.Escape(id)}\",\"object\":\"list\",\"created\":{created},\"model\":\"{JsonText.Escape(Generation.Model)}\",\"data\":[");
        foreach (var sequence in call.Sequences)
        {
            text.Append(sequence.Index > 0 ? "," : "").Append("{\"index\":").Append(sequence.Index).Append(",\"object\":\"embedding\",\"embedding\":");
            Append(text, Vector(sequence.Source.Hash));
            text.Append('}');
        }

        text.Append(CultureInfo.InvariantCulture, $"],\"usage\":{{\"prompt_tokens\":{call.PromptTokens},\"total_tokens\":{call.PromptTokens},\"completion_tokens\":0}}}}");
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private float[] Vector(ulong hash)
    {
        var random = new RandomStream(hash);
        var vector = new float[Dimensions];
        var square = 0.0;
        for (var i = 0; i < vector.Length; i++)
        {
            vector[i] = (float)random.NextGaussian();
            square += vector[i] * (double)vector[i];
        }

        var length = (float)Math.Sqrt(square);
        for (var i = 0; i < vector.Length; i++)
        {
            vector[i] /= length;
        }

        return vector;
    }

    private void Append(StringBuilder text, float[] vector)
    {
        if (Base64)
        {
            text.Append('"').Append(Convert.ToBase64String(MemoryMarshal.AsBytes(vector.AsSpan()))).Append('"');
            return;
        }

        text.Append('[');
        for (var i = 0; i < vector.Length; i++)
        {
            text.Append(i > 0 ? "," : "").Append(vector[i].ToString("R", CultureInfo.InvariantCulture));
        }

        text.Append(']');
    }
}
