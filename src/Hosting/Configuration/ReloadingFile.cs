using Microsoft.Extensions.Logging;

namespace SageServe.Hosting;

/// <summary>
/// A file whose content is always the last good one. It is polled, because change notifications get lost on network mounts and
/// when a file is replaced by a rename. The first load must succeed; a bad reload is logged once and changes nothing. Bad content is tried
/// again now and then: what it lacks may be in another file that comes later.
/// </summary>
public sealed class ReloadingFile<T> : IDisposable
{
    /// <summary>Time stamps of files are coarse: a younger file is read again even when its stamp is the same.</summary>
    private static readonly TimeSpan CoarseStamp = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan TryAgainAfter = TimeSpan.FromSeconds(2);

    private readonly string _path;
    private readonly Func<byte[], T> _parse;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly bool _optional;
    private readonly Lock _gate = new();
    private readonly ITimer _timer;
    private volatile Box _current;
    private byte[]? _bytes;
    private (DateTime Written, long Length) _stamp;
    private (string Problem, long At)? _failed;

    /// <param name="path">The file.</param>
    /// <param name="parse">Throws when the content cannot be used; the message says why.</param>
    /// <param name="time">For the polling timer.</param>
    /// <param name="logger">Hears of reloads and of bad content.</param>
    /// <param name="pollEvery">Pause between two looks; 250 ms unless given.</param>
    /// <param name="optional">True: the file may appear later, or be empty until it is written; until then <see cref="Current"/> is the default of the type.</param>
    /// <exception cref="InvalidOperationException">The first load failed.</exception>
    public ReloadingFile(
        string path,
        Func<byte[], T> parse,
        TimeProvider time,
        ILogger logger,
        TimeSpan? pollEvery = null,
        bool optional = false)
    {
        _path = Path.GetFullPath(path);
        _parse = parse;
        _time = time;
        _logger = logger;
        _optional = optional;
        _current = new Box(LoadFirst(path));
        var pause = pollEvery ?? TimeSpan.FromMilliseconds(250);
        _timer = time.CreateTimer(_ => Poll(), null, pause, pause);
    }

    /// <summary>Raised after <see cref="Current"/> changed, on the polling thread.</summary>
    public event Action<T>? Changed;

    public T Current => _current.Value;

    public void Dispose() => _timer.Dispose();

    /// <summary>Looks now instead of at the next beat.</summary>
    public void Poll()
    {
        // A slow reload is not overtaken by the next beat.
        if (!_gate.TryEnter())
        {
            return;
        }

        try
        {
            if (TryReadChange(out var bytes))
            {
                _bytes = bytes;
                _failed = null;
                Take(bytes);
            }
            else if (_failed is { } failed && _bytes is { } again && _time.GetElapsedTime(failed.At) >= TryAgainAfter)
            {
                Take(again);
            }
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            if (_failed?.Problem != e.Message)
            {
                _logger.FileNotReloaded(_path, e.Message);
            }

            _failed = (e.Message, _time.GetTimestamp());
        }
        finally
        {
            _gate.Exit();
        }
    }

    private void Take(byte[] bytes)
    {
        _current = new Box(_parse(bytes));
        _failed = null;
        _logger.FileReloaded(_path);
        Changed?.Invoke(Current);
    }

    private T LoadFirst(string path)
    {
        try
        {
            if (_optional && (!File.Exists(_path) || new FileInfo(_path).Length == 0))
            {
                return default!;
            }

            _stamp = Stamp();
            _bytes = File.ReadAllBytes(_path);
            return _parse(_bytes);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            throw new InvalidOperationException($"'{path}' cannot be loaded: {e.Message}", e);
        }
    }

    private bool TryReadChange(out byte[] bytes)
    {
        bytes = [];
        if (!File.Exists(_path))
        {
            return false;
        }

        var stamp = Stamp();
        var age = _time.GetUtcNow().UtcDateTime - stamp.Written;
        if (stamp == _stamp && age > CoarseStamp)
        {
            return false;
        }

        _stamp = stamp;
        bytes = File.ReadAllBytes(_path);
        return _bytes is null || !bytes.AsSpan().SequenceEqual(_bytes);
    }

    // Of what a link leads to, through every folder that is a link too: Kubernetes swaps such a folder and leaves the link as it was.
    private (DateTime Written, long Length) Stamp()
    {
        using var file = File.OpenHandle(_path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        return (File.GetLastWriteTimeUtc(file), RandomAccess.GetLength(file));
    }

    /// <summary>One reference, so that a reader never sees half of a large value.</summary>
    private sealed record Box(T Value);
}
