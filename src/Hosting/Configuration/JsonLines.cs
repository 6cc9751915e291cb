using System.Text.Json;

namespace SageServe.Hosting;

/// <summary>The line of every value of a JSON file, by its configuration path (<c>Gateway:Peers:0:Url</c>).</summary>
public sealed class JsonLines
{
    private readonly Dictionary<string, int> _lines = new(StringComparer.OrdinalIgnoreCase);

    /// <exception cref="JsonException">It is not JSON.</exception>
    public JsonLines(byte[] json)
    {
        json = json.AsSpan().StartsWith("\uFEFF"u8) ? json[3..] : json;
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        reader.Read();
        Value(ref reader, json, "");
    }

    /// <summary>Null and the lines, or what keeps the file from being read as JSON.</summary>
    public static FileProblem? TryRead(string path, out JsonLines? lines)
    {
        lines = null;
        try
        {
            lines = new JsonLines(File.ReadAllBytes(path));
            return null;
        }
        catch (JsonException e)
        {
            return new FileProblem((int)(e.LineNumber ?? 0) + 1, e.Message);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new FileProblem(1, e.Message);
        }
    }

    /// <summary>Problems of a file that names say where they are, each with file and line.</summary>
    public static IReadOnlyList<string> Numbered(string path, byte[] json, IEnumerable<string> problems)
    {
        var lines = new JsonLines(json);
        return [.. problems.Select(p => (Line: lines.Of(p), Text: p)).OrderBy(p => p.Line).Select(p => $"{path}, line {p.Line}: {p.Text}")];
    }

    /// <summary>Of the value that a problem names at its beginning, or of the nearest around it; 1 when it names none.</summary>
    public int Of(string problem)
    {
        for (var path = problem.Split(' ')[0].TrimEnd(':', ','); path.Length > 0;)
        {
            if (_lines.TryGetValue(path, out var line))
            {
                return line;
            }

            path = path.LastIndexOf(':') is > 0 and var cut ? path[..cut] : "";
        }

        return 1;
    }

    private void Value(ref Utf8JsonReader reader, byte[] json, string path)
    {
        _lines.TryAdd(path, 1 + json.AsSpan(0, (int)reader.TokenStartIndex).Count((byte)'\n'));
        var index = 0;
        if (reader.TokenType == JsonTokenType.StartObject)
        {
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var name = reader.GetString()!;
                reader.Read();
                Value(ref reader, json, Join(path, name));
            }
        }
        else if (reader.TokenType == JsonTokenType.StartArray)
        {
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                Value(ref reader, json, Join(path, index++.ToString(System.Globalization.CultureInfo.InvariantCulture)));
            }
        }
    }

    private static string Join(string path, string name) => path.Length == 0 ? name : path + ":" + name;
}
