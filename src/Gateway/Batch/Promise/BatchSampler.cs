namespace SageServe.Gateway;

/// <summary>Looks at the beginning of an input file, so that a batch can be answered before all of it was checked.</summary>
internal sealed class BatchSampler(FileShelf files, ServedModels models, BatchEstimate estimate, BatchOptions options)
{
    private const int MostBytes = 256 * 1024;
    private const int MostLines = 64;

    /// <summary>Null when no line of the beginning is a right one; what is wrong, the check will say.</summary>
    public async Task<BatchSample?> TakeAsync(FileDocument file, string endpoint, BatchKey? key, CancellationToken cancellation)
    {
        var rules = new BatchLineRules(models, endpoint, key);
        ModelId? model = null;
        double seconds = 0, prompt = 0, output = 0;
        var (right, seen, bytes) = (0, 0, 0L);
        await using var content = await files.OpenAsync(file.Id, 0, MostBytes, cancellation);
        await foreach (var text in LineReader.ReadAsync(content, Math.Min(MostBytes, options.MaxLineBytes), cancellation))
        {
            if (seen == MostLines || !text.IsEnded && file.Bytes > MostBytes)
            {
                break;
            }

            (seen, bytes) = (seen + 1, text.Next);
            if (!text.IsBlank && rules.Check(text.Number, text.Bytes).Line is { } line && (model ??= line.Model) == line.Model)
            {
                right++;
                seconds += estimate.WorkSeconds(line, endpoint);
                prompt += estimate.PromptTokens(line);
                output += estimate.OutputTokens(line, endpoint);
            }
        }

        return model is { } served ? new BatchSample(served, Math.Max(right, right * (double)file.Bytes / bytes), seconds / right, prompt / right, output / right) : null;
    }
}
