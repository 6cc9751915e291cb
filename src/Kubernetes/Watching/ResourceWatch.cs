using System.Collections.Immutable;
using System.Net;
using System.Text.Json;

namespace SageServe.Kubernetes;

/// <summary>
/// Keeps the current objects of a kind: lists once, then watches from the list's version; resumes where it was when the server or
/// the network ends a watch, and lists again when that version is gone (410).
/// </summary>
public sealed class ResourceWatch<T>(KubernetesClient client, ResourceKind<T> kind, string @namespace, string? labelSelector, TimeProvider time)
    where T : class, IKubernetesObject
{
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    private volatile ImmutableSortedDictionary<string, T> _current = ImmutableSortedDictionary<string, T>.Empty.WithComparers(StringComparer.Ordinal);
    private string? _version;
    private long _heardAt = -1;

    /// <summary>After so long the server ends a watch, and it is opened anew; a connection that is dead is noticed a little later.</summary>
    public TimeSpan ServerLimit { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long a watch may be silent beyond that, and the longest pause between two tries.</summary>
    public TimeSpan Grace { get; init; } = LongestPause;

    /// <summary>Since the server last said something; null before the first list. It grows while the server is away.</summary>
    public TimeSpan? Age => Interlocked.Read(ref _heardAt) is >= 0 and var at ? time.GetElapsedTime(at) : null;

    /// <summary>After each change, on the watching task; the argument is the new <see cref="Current"/>.</summary>
    public event Action<IReadOnlyDictionary<string, T>>? Changed;

    /// <summary>A call failed and will be tried again after a pause.</summary>
    public event Action<Exception>? Troubled;

    /// <summary>By name. Old facts stay while the server is away.</summary>
    public IReadOnlyDictionary<string, T> Current => _current;

    /// <summary>Watches until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancel)
    {
        var pause = ShortestPause;
        while (!cancel.IsCancellationRequested)
        {
            try
            {
                if (_version is null)
                {
                    await ListAsync(cancel);
                }

                await WatchAsync(cancel);
                pause = ShortestPause;
                await PauseAsync(pause, cancel);
            }
            catch (OperationCanceledException) when (cancel.IsCancellationRequested)
            {
                return;
            }
            catch (KubernetesException e) when (e.IsExpired)
            {
                _version = null;
                await PauseAsync(ShortestPause, cancel);
            }
            catch (Exception e) when (e is KubernetesException or HttpRequestException or IOException or JsonException or OperationCanceledException)
            {
                Troubled?.Invoke(e);
                await PauseAsync(pause, cancel);
                pause = pause * 2 < Grace ? pause * 2 : Grace;
            }
        }
    }

    private Task PauseAsync(TimeSpan pause, CancellationToken cancel) =>
        Task.Delay(pause, time, cancel).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);

    private async Task ListAsync(CancellationToken cancel)
    {
        var list = await client.ListAsync(kind, @namespace, labelSelector, cancel);
        _version = list.Metadata.ResourceVersion;
        Hear();
        Publish(list.Items.ToImmutableSortedDictionary(i => i.Metadata.Name, i => i, StringComparer.Ordinal));
    }

    private async Task WatchAsync(CancellationToken cancel)
    {
        // The server ends a watch itself; a dead connection never does, so it has a limit of ours as well.
        using var limit = new CancellationTokenSource(ServerLimit + Grace, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancel);
        using var response = await client.OpenWatchAsync(kind, @namespace, labelSelector, _version!, ServerLimit, either.Token);
        Hear();
        await using var stream = await response.Content.ReadAsStreamAsync(either.Token);
        using var reader = new StreamReader(stream);
        while (await reader.ReadLineAsync(either.Token) is { } text)
        {
            if (text.Length > 0)
            {
                Hear();
                Apply(JsonSerializer.Deserialize(text, KubernetesJson.Default.WatchLine)!);
            }
        }
    }

    private void Apply(WatchLine line)
    {
        if (line.Type == "ERROR")
        {
            var status = line.Object.Deserialize(KubernetesJson.Default.StatusDocument);
            throw new KubernetesException((HttpStatusCode)(status?.Code ?? 500), status?.Reason, $"The watch ended: {status?.Message}");
        }

        var item = line.Object.Deserialize(kind.Item)!;
        _version = item.Metadata.ResourceVersion ?? _version;
        switch (line.Type)
        {
            case "ADDED" or "MODIFIED":
                Publish(_current.SetItem(item.Metadata.Name, item));
                break;
            case "DELETED":
                Publish(_current.Remove(item.Metadata.Name));
                break;
            default:
                // A bookmark only moves the version on.
                break;
        }
    }

    private void Hear() => Interlocked.Exchange(ref _heardAt, time.GetTimestamp());

    private void Publish(ImmutableSortedDictionary<string, T> next)
    {
        _current = next;
        Changed?.Invoke(next);
    }
}
