using System.IO.Compression;

namespace SageServe.Simulator;

/// <summary>Lines of a trace file, plain or gzip, through one buffer; knows the number of each, and refuses lines that never end.</summary>
internal sealed class TraceLines : IDisposable
{
    /// <summary>Characters of the longest line that is read.</summary>
    private const int LongestLine = 16 * 1024 * 1024;

    private readonly StreamReader _reader;
    private char[] _buffer = new char[64 * 1024];
    private int _start;
    private int _filled;
    private int _length;
    private bool _ended;

    /// <exception cref="BadInputException">There is no such file.</exception>
    public TraceLines(string path)
    {
        Path = path;
        if (!File.Exists(path))
        {
            throw new BadInputException($"Trace: there is no file '{path}'. Give the path of a trace, plain or gzip.");
        }

        var file = File.OpenRead(path);
        _reader = new StreamReader(IsGzip(file) ? new GZipStream(file, CompressionMode.Decompress) : file, bufferSize: 64 * 1024);
    }

    public string Path { get; }

    /// <summary>Of the current line, from 1.</summary>
    public long Number { get; private set; }

    /// <summary>The current line without its end; valid until the next one is read.</summary>
    public ReadOnlyMemory<char> Memory => _buffer.AsMemory(_start, _length);

    public ReadOnlySpan<char> Line => _buffer.AsSpan(_start, _length);

    /// <summary>Goes to the next line that is not blank; false at the end.</summary>
    /// <exception cref="BadInputException">The gzip data is damaged, or a line is too long.</exception>
    public bool Next()
    {
        while (Advance())
        {
            if (!Line.IsWhiteSpace())
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A refusal of the current line: what it is and what belongs there.</summary>
    public BadInputException Bad(string expected)
    {
        var shown = Line.Length > 120 ? string.Concat(Line[..120], "...") : Line.ToString();
        return new BadInputException($"{Path}, line {Number}: '{shown}' is not {expected}.");
    }

    public void Dispose() => _reader.Dispose();

    private bool Advance()
    {
        var from = Number == 0 ? 0 : _start + _length + 1;
        _start = Math.Min(from, _filled);
        _length = 0;
        while (true)
        {
            var end = _buffer.AsSpan(_start + _length, _filled - _start - _length).IndexOf('\n');
            if (end >= 0 || (_ended && _filled > _start))
            {
                _length = end >= 0 ? _length + end : _filled - _start;
                Number++;
                TrimEnds();
                return true;
            }

            if (_ended)
            {
                return false;
            }

            _length = _filled - _start;
            Fill();
        }
    }

    /// <summary>The carriage return and the byte order mark are no part of a line; the line's end stays where the next one begins.</summary>
    private void TrimEnds()
    {
        if (Number == 1 && _length > 0 && _buffer[_start] == '\uFEFF')
        {
            _start++;
            _length--;
        }

        if (_length > 0 && _buffer[_start + _length - 1] == '\r')
        {
            _buffer[_start + _length - 1] = ' ';
        }
    }

    private void Fill()
    {
        if (_start > 0)
        {
            Array.Copy(_buffer, _start, _buffer, 0, _filled - _start);
            _filled -= _start;
            _start = 0;
        }

        if (_filled == _buffer.Length)
        {
            if (_buffer.Length >= LongestLine)
            {
                throw new BadInputException($"{Path}, line {Number + 1} is longer than {LongestLine} characters. Is this a trace with one request a line?");
            }

            Array.Resize(ref _buffer, _buffer.Length * 2);
        }

        try
        {
            var read = _reader.Read(_buffer, _filled, _buffer.Length - _filled);
            _filled += read;
            _ended = read == 0;
        }
        catch (InvalidDataException e)
        {
            throw new BadInputException($"{Path}: the gzip data is damaged ({e.Message}). Fetch the file again.");
        }
    }

    private static bool IsGzip(FileStream file)
    {
        Span<byte> magic = stackalloc byte[2];
        var read = file.Read(magic);
        file.Position = 0;
        return read == 2 && magic[0] == 0x1f && magic[1] == 0x8b;
    }
}
