using System.Buffers;
using System.Collections.Concurrent;

namespace Prometheus;

/// <summary>The metrics that are exported together.</summary>
public sealed class CollectorRegistry
{
    private readonly ConcurrentDictionary<string, Collector> _collectors = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<Func<CancellationToken, Task>> _beforeCollect = new();

    /// <summary>Called at the start of every export, to refresh values that are read rather than recorded.</summary>
    public void AddBeforeCollectCallback(Action callback)
    {
        ArgumentNullException.ThrowIfNull(callback);
        AddBeforeCollectCallback(_ =>
        {
            callback();
            return Task.CompletedTask;
        });
    }

    /// <summary>Called and awaited at the start of every export.</summary>
    public void AddBeforeCollectCallback(Func<CancellationToken, Task> callback)
    {
        ArgumentNullException.ThrowIfNull(callback);
        _beforeCollect.Enqueue(callback);
    }

    public async Task CollectAndExportAsTextAsync(Stream to, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(to);
        foreach (var callback in _beforeCollect)
        {
            await callback(cancel);
        }

        var buffer = new ArrayBufferWriter<byte>(64 * 1024);
        var writer = new ExpositionWriter(buffer);
        foreach (var collector in _collectors.Values.OrderBy(c => c.Name, StringComparer.Ordinal))
        {
            collector.WriteTo(writer);
            if (buffer.WrittenCount >= 32 * 1024)
            {
                await to.WriteAsync(buffer.WrittenMemory, cancel);
                buffer.ResetWrittenCount();
            }
        }

        await to.WriteAsync(buffer.WrittenMemory, cancel);
    }

    internal TCollector GetOrAdd<TCollector>(string name, string[] labelNames, Func<TCollector> create)
        where TCollector : Collector
    {
        var collector = _collectors.TryGetValue(name, out var known) ? known : _collectors.GetOrAdd(name, create());
        if (collector is not TCollector same)
        {
            throw new InvalidOperationException($"A metric named '{name}' of another type exists.");
        }

        return same.LabelNames.SequenceEqual(labelNames)
            ? same
            : throw new InvalidOperationException($"A metric named '{name}' with other labels exists.");
    }
}
