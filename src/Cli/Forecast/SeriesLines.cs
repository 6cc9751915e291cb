using System.IO.Compression;

namespace SageServe.Cli;

/// <summary>Lines of a small table, plain or gzip, with their numbers; blank ones are passed over.</summary>
internal sealed class SeriesLines : IDisposable
{
    private const int LongestLine = 1000;
    private readonly StreamReader _reader;
    private readonly string _path;
    private string _line = "";

    /// <exception cref="BadInputException">There is no such file.</exception>
    public SeriesLines(string path, string flag = "--series", string columns = "timestamp,value")
    {
        _path = path;
        if (!File.Exists(path))
        {
            throw new BadInputException($"{flag}: there is no file '{path}'. Give the path of a CSV file with `{columns}`, plain or gzip.");
        }

        var file = File.OpenRead(path);
        var isGzip = file.ReadByte() == 0x1f && file.ReadByte() == 0x8b;
        file.Position = 0;
        _reader = new StreamReader(isGzip ? new GZipStream(file, CompressionMode.Decompress) : file);
    }

    /// <summary>Of the current line, from 1.</summary>
    public long Number { get; private set; }

    /// <summary>The next line that is not blank; null at the end.</summary>
    /// <exception cref="BadInputException">The gzip data is damaged, or a line is too long.</exception>
    public string? Next()
    {
        try
        {
            while (_reader.ReadLine() is { } line)
            {
                Number++;
                _line = line;
                if (line.Length > LongestLine)
                {
                    throw Bad($"at most {LongestLine} characters long");
                }

                if (!string.IsNullOrWhiteSpace(line))
                {
                    return line;
                }
            }

            return null;
        }
        catch (InvalidDataException e)
        {
            throw new BadInputException($"{_path}, after line {Number}: the gzip data is damaged ({e.Message}).");
        }
    }

    public BadInputException Bad(string expected) =>
        new($"{_path}, line {Number}: '{(_line.Length > 120 ? _line[..120] + "..." : _line)}' is not {expected}.");

    public void Dispose() => _reader.Dispose();
}
