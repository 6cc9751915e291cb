using System.Globalization;
using System.Text;
using System.Text.Json;

namespace SageServe.Cli;

/// <summary>What a benchmark found: the same figures as text and as JSON, and whether they are as they must be.</summary>
internal abstract record BenchReport
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, WriteIndented = true, NewLine = "\n" };

    /// <summary>Runnable processes over the last minute when it ended: far above the processors, times say little. Null where the system doesn't tell.</summary>
    public string? LoadAverage { get; init; } = ProcessFigures.LoadAverage();

    /// <summary>False ends the command with 1.</summary>
    public virtual bool Passes => true;

    public byte[] ToJson() => [.. JsonSerializer.SerializeToUtf8Bytes(this, GetType(), Json), (byte)'\n'];

    /// <summary>The figures for people.</summary>
    public abstract string Text();

    /// <summary>Prints it, and writes it as JSON where that was asked for.</summary>
    /// <returns>The command's exit code.</returns>
    public int Publish(string? json)
    {
        Console.Write(Text());
        if (json is not null)
        {
            ReportFile.WriteWhole(json, ToJson());
        }

        return Passes ? 0 : 1;
    }

    /// <summary>Lines of text, with figures as every culture reads them.</summary>
    protected static string Written(Action<Action<FormattableString>> write)
    {
        var text = new StringBuilder();
        write(line => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n'));
        return text.ToString();
    }
}
