using System.Text.Json;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Prometheus;

namespace SageServe.Hosting;

/// <summary>
/// Writes what the pure rooms were told and what they answered, one JSON object a line. Callers hand over an entry and go on; a
/// task of the log's own turns it into bytes.
/// </summary>
public sealed class DecisionLog : IAsyncDisposable
{
    private readonly Counter _droppedRecords = Instruments.Counter(MetricNames.DecisionLogDropped);
    private readonly Channel<IDecisionEntry>? _channel;
    private readonly Task _writing = Task.CompletedTask;
    private readonly ILogger<DecisionLog> _logger;
    private long _dropped;

    public DecisionLog(DecisionLogOptions options, ILogger<DecisionLog> logger)
    {
        _logger = logger;
        if (options.File is not { } path)
        {
            return;
        }

        _channel = options.Lossless
            ? Channel.CreateUnbounded<IDecisionEntry>(new UnboundedChannelOptions { SingleReader = true })
            : Channel.CreateBounded<IDecisionEntry>(new BoundedChannelOptions(options.Capacity) { SingleReader = true });
        var file = OpenNew(path);
        _writing = Task.Run(() => WriteAll(file, _channel.Reader));
    }

    /// <summary>False: there is no file, and callers may save themselves the trouble of making entries.</summary>
    public bool Enabled => _channel is not null;

    /// <summary>Entries lost so far. A gap ends a segment; the writer of entries begins the next one.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>False when the entry was dropped (or there is no log).</summary>
    public bool Write(IDecisionEntry entry)
    {
        if (_channel is null)
        {
            return false;
        }

        if (_channel.Writer.TryWrite(entry))
        {
            return true;
        }

        CountDrop();
        return false;
    }

    /// <summary>Writes what still waits and closes the file.</summary>
    public async ValueTask DisposeAsync()
    {
        _channel?.Writer.TryComplete();
        await _writing;
    }

    private static FileStream OpenNew(string path)
    {
        var full = Path.GetFullPath(path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        if (File.Exists(full))
        {
            File.Move(full, full + ".previous", overwrite: true);
        }

        return new FileStream(full, FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 1 << 16);
    }

    private async Task WriteAll(FileStream file, ChannelReader<IDecisionEntry> entries)
    {
        try
        {
            await using (file)
            {
                var line = new MemoryStream();
                await using var json = new Utf8JsonWriter(line);
                while (await entries.WaitToReadAsync())
                {
                    while (entries.TryRead(out var entry))
                    {
                        WriteLine(entry, line, json);
                        await file.WriteAsync(line.GetBuffer().AsMemory(0, (int)line.Length));
                    }

                    await file.FlushAsync();
                }
            }
        }
        catch (IOException e)
        {
            _logger.DecisionLogFailed(e);
            await foreach (var _ in entries.ReadAllAsync())
            {
                CountDrop();
            }
        }
    }

    private void WriteLine(IDecisionEntry entry, MemoryStream line, Utf8JsonWriter json)
    {
        line.SetLength(0);
        json.Reset(line);
        try
        {
            entry.WriteTo(json);
            json.Flush();
            line.WriteByte((byte)'\n');
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // A wrong entry costs its own line only.
            _logger.DecisionEntryFailed(e);
            json.Reset(line);
            line.SetLength(0);
            CountDrop();
        }
    }

    private void CountDrop()
    {
        Interlocked.Increment(ref _dropped);
        _droppedRecords.Inc();
    }
}
