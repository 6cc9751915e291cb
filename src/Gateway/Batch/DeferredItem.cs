namespace SageServe.Gateway;

/// <summary>
/// One piece of patient work as the index knows it: where its body is, when it is due, what it may cost. Never the body itself;
/// at most <see cref="DeferredItemText.MaxBytes"/> bytes when stored (DESIGN 5.6).
/// </summary>
public sealed record DeferredItem
{
    private const char BatchSeparator = '/';

    /// <summary>Unique in its lane. A batch's line is <c>{batch}/{line}</c>; anything else is a held call.</summary>
    public required string Id { get; init; }

    /// <summary>Line of the batch's input file, from 1; 0 for a held call.</summary>
    public int Line { get; init; }

    /// <summary>Byte offset of the line in the input file.</summary>
    public long Offset { get; init; }

    /// <summary>Bytes of the line, without its end.</summary>
    public int Length { get; init; }

    public required Instant Deadline { get; init; }

    public required Instant EnqueuedAt { get; init; }

    /// <summary>Replica seconds that it is expected to take.</summary>
    public double WorkSeconds { get; init; }

    /// <summary>Prompt tokens, as far as known.</summary>
    public int PromptTokens { get; init; }

    /// <summary>Output tokens that it is expected to get.</summary>
    public int OutputTokens { get; init; }

    /// <summary>Failed attempts so far.</summary>
    public int Attempt { get; init; }

    /// <summary>The batch that it belongs to; null for a held call.</summary>
    public string? BatchId => Id.IndexOf(BatchSeparator, StringComparison.Ordinal) is > 0 and var end ? Id[..end] : null;

    public static string LineId(string batchId, int line) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{batchId}{BatchSeparator}{line}");
}
