namespace SageServe.Gateway;

/// <summary>
/// One piece of patient work as the index knows it: where its body is, when it is due, what it may cost. Never the body itself;
/// at most <see cref="DeferredItemText.MaxBytes"/> bytes when stored (DESIGN 5.6).
/// </summary>
public sealed record DeferredItem
{
    private const char LineSeparator = '/';

    /// <summary>Largest <see cref="Line"/>: a store keeps one bit for each line up to the last.</summary>
    public const int MaxLine = 16_777_215;

    /// <summary>Id of its group.</summary>
    public required string Group { get; init; }

    /// <summary>Line of the batch's input file, from 1, or the number of a held call. Unique in its group, and at most <see cref="MaxLine"/>.</summary>
    public required int Line { get; init; }

    /// <summary>Byte offset of the line in the input file.</summary>
    public long Offset { get; init; }

    /// <summary>Bytes of the line, without its end.</summary>
    public int Length { get; init; }

    /// <summary>Its group's.</summary>
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

    /// <summary>Unique in its lane.</summary>
    public string Id => LineId(Group, Line);

    /// <summary>The batch that it belongs to; null for a held call.</summary>
    public string? BatchId => DeferredGroup.IsHeld(Group) ? null : Group;

    public static string LineId(string group, int line) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{group}{LineSeparator}{line}");
}
