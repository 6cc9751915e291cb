using System.Globalization;

namespace SageServe.Kubernetes;

/// <summary>
/// Writes Events on objects. The same one again is counted rather than repeated, and written at most once a minute; only so many different ones are
/// remembered and written, so that a loop gone wrong can't flood a cluster.
/// </summary>
public sealed class EventWriter(KubernetesClient client, string component, TimeProvider time)
{
    private const int Remembered = 256;
    private const int MostPerMinute = 30;
    private static readonly TimeSpan Repeats = TimeSpan.FromMinutes(1);

    private readonly Dictionary<string, (ClusterEvent Event, long WrittenAt, int Unwritten)> _known = new(StringComparer.Ordinal);
    private readonly Queue<long> _recent = new();
    private long _number;

    /// <summary>Events that were not written because there were too many.</summary>
    public long Dropped { get; private set; }

    /// <param name="about">The object.</param>
    /// <param name="reason">One word in camel case.</param>
    /// <param name="message">A sentence for people.</param>
    /// <param name="isWarning">Else it is a normal one.</param>
    /// <param name="cancel">Gives up.</param>
    public async Task WriteAsync(EventObject about, string reason, string message, bool isWarning, CancellationToken cancel)
    {
        var key = $"{about.Kind}/{about.Namespace}/{about.Name}/{about.Uid}/{reason}/{message}";
        var isKnown = _known.TryGetValue(key, out var known);
        if (isKnown && time.GetElapsedTime(known.WrittenAt) < Repeats)
        {
            _known[key] = known with { Unwritten = known.Unwritten + 1 };
            return;
        }

        if (!MayWrite())
        {
            Dropped++;
            return;
        }

        var now = time.GetUtcNow();
        var written = isKnown
            ? await AgainAsync(known.Event with { LastTimestamp = now, Count = known.Event.Count + known.Unwritten + 1 }, cancel)
            : await client.CreateAsync(ResourceKinds.Events, New(about, reason, message, isWarning, now), cancel);
        Forget();
        _known[key] = (written, time.GetTimestamp(), 0);
    }

    private async Task<ClusterEvent> AgainAsync(ClusterEvent known, CancellationToken cancel)
    {
        try
        {
            return await client.ReplaceAsync(ResourceKinds.Events, known, cancel);
        }
        catch (KubernetesException e) when (e.IsNotFound || e.IsConflict)
        {
            // The server forgets events after an hour; another hand may have touched it.
            return await client.CreateAsync(ResourceKinds.Events, known with { Metadata = new ObjectMeta { Name = NewName(known.InvolvedObject), Namespace = known.Metadata.Namespace } }, cancel);
        }
    }

    private ClusterEvent New(EventObject about, string reason, string message, bool isWarning, DateTimeOffset now) => new()
    {
        Metadata = new ObjectMeta { Name = NewName(about), Namespace = about.Namespace },
        InvolvedObject = about,
        Reason = reason,
        Message = message,
        Type = isWarning ? "Warning" : "Normal",
        Source = new EventSource(component),
        FirstTimestamp = now,
        LastTimestamp = now,
    };

    // As clients of Kubernetes name them: the object, and something that does not come again.
    private string NewName(EventObject about) =>
        string.Create(CultureInfo.InvariantCulture, $"{about.Name}.{time.GetUtcNow().UtcTicks:x}{++_number & 0xff:x2}");

    private bool MayWrite()
    {
        while (_recent.TryPeek(out var oldest) && time.GetElapsedTime(oldest) >= TimeSpan.FromMinutes(1))
        {
            _recent.Dequeue();
        }

        if (_recent.Count >= MostPerMinute)
        {
            return false;
        }

        _recent.Enqueue(time.GetTimestamp());
        return true;
    }

    private void Forget()
    {
        if (_known.Count >= Remembered)
        {
            _known.Remove(_known.MinBy(k => k.Value.WrittenAt).Key);
        }
    }
}
