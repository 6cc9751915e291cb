using System.Globalization;

namespace SageServe.Simulator;

/// <summary>A way to write down requests, one a line.</summary>
public abstract class TraceFormat
{
    /// <summary>Tokens of a prompt or an answer that are believed; more is a mistake in the file.</summary>
    public const int MostTokens = 10_000_000;

    /// <summary>As <c>--format</c> takes it.</summary>
    public abstract string Name { get; }

    /// <summary>What a row is, for messages.</summary>
    public abstract string Row { get; }

    /// <summary>True when a file that begins with this line has the format.</summary>
    internal abstract bool Matches(ReadOnlySpan<char> first);

    /// <summary>All rows, ascending by time from zero, read as they are asked for. The first line has been read already.</summary>
    internal abstract IEnumerable<TraceRow> Read(TraceLines lines);

    /// <summary>A count of tokens; zero becomes 1, because a request has a prompt and an answer.</summary>
    private protected static bool TryTokens(ReadOnlySpan<char> text, out int tokens)
    {
        var fine = int.TryParse(text, NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out tokens) && tokens <= MostTokens;
        tokens = Math.Max(1, tokens);
        return fine;
    }

    /// <summary>True for the beginning of a JSON object that has both names.</summary>
    private protected static bool IsObjectWith(ReadOnlySpan<char> line, string quotedName, string andName) =>
        line.TrimStart().StartsWith("{") && line.Contains(quotedName, StringComparison.Ordinal) && line.Contains(andName, StringComparison.Ordinal);

    private protected static bool TrySeconds(ReadOnlySpan<char> text, out TimeSpan time)
    {
        var fine = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && seconds is >= 0 and < 1e9;
        time = fine ? TimeSpan.FromTicks((long)(seconds * TimeSpan.TicksPerSecond)) : default;
        return fine;
    }
}
