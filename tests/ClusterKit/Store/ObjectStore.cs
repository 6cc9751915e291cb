using System.Text.Json.Nodes;

namespace SageServe.ClusterKit;

/// <summary>All objects, one growing version over them, and who watches. Objects in here are never changed, only replaced.</summary>
public sealed class ObjectStore(TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<ResourceType, SortedDictionary<string, JsonObject>> _objects = [];
    private readonly List<StoreEvent> _events = [];
    private readonly List<StoreWatch> _watches = [];
    private readonly Dictionary<string, ObjectPage> _pages = [];
    private long _version = 100;
    private long _oldest;

    /// <summary>After each change.</summary>
    public event Action? Changed;

    public DateTimeOffset Now => time.GetUtcNow();

    /// <summary>Rules that are to be broken, by the server and by its controllers.</summary>
    internal Misbehaviour Misbehaviour { get; set; }

    /// <summary>A writer's old version is refused; a server that does not is no API server.</summary>
    internal bool ChecksVersions => !Breaks(Misbehaviour.IgnoresVersions);

    public int OpenWatches => Locked(() => _watches.Count);

    public long Version => Locked(() => _version);

    public JsonObject? Find(ObjectKey key) => Locked(() => Peek(key)?.Clone());

    public JsonObject? Find(ResourceType type, string @namespace, string name) => Find(new ObjectKey(type, @namespace, name));

    /// <param name="type">Kind of the objects.</param>
    /// <param name="namespace">Null: of all namespaces.</param>
    public JsonObject[] List(ResourceType type, string? @namespace = null) =>
        Locked(() => Of(type).Where(o => IsIn(o.Key, @namespace)).Select(o => o.Value.Clone()).ToArray());

    public JsonObject Create(ResourceType type, JsonObject item)
    {
        var made = Locked(() =>
        {
            var key = ObjectKey.Of(type, item);
            if (Peek(key) is not null)
            {
                throw ApiException.AlreadyExists(type, key.Name);
            }

            var metadata = item.Into("metadata");
            item["kind"] = type.Kind;
            item["apiVersion"] = type.ApiVersion;
            metadata["uid"] ??= Guid.NewGuid().ToString();
            metadata["creationTimestamp"] ??= JsonPaths.Stamp(Now);
            if (type.HasStatus)
            {
                metadata["generation"] = 1;
            }

            return Store(key, null, item).Clone();
        });
        Changed?.Invoke();
        return made;
    }

    /// <summary>Replaces the object by what <paramref name="change"/> makes of a copy; nothing happens where that is equal. Null where it is missing.</summary>
    public JsonObject? Update(ObjectKey key, Func<JsonObject, JsonObject> change)
    {
        var version = Version;
        var updated = Locked(() =>
        {
            if (Peek(key) is not { } old)
            {
                return null;
            }

            var next = change(old.Clone());
            Keep(key, old, next);
            return JsonNode.DeepEquals(old, next) ? old.Clone() : IsDone(next) ? Remove(key, next) : Store(key, old, next).Clone();
        });
        if (Version != version)
        {
            Changed?.Invoke();
        }

        return updated;
    }

    public JsonObject? Update(ObjectKey key, Action<JsonObject> change) => Update(key, o =>
    {
        change(o);
        return o;
    });

    /// <summary>Takes the object away at once. Null where there is none.</summary>
    public JsonObject? Delete(ObjectKey key)
    {
        var gone = Locked(() => Peek(key) is { } old ? Remove(key, old) : null);
        Changed?.Invoke();
        return gone;
    }

    internal bool Breaks(Misbehaviour rule) => Misbehaviour.HasFlag(rule);

    /// <summary>Refuses a version that is not the object's; null or empty is any.</summary>
    internal void CheckVersion(ObjectKey key, JsonObject current, string? wanted)
    {
        if (ChecksVersions && wanted is { Length: > 0 } && wanted != "0" && current.Text("metadata.resourceVersion") != wanted)
        {
            throw ApiException.Conflict(key.Type, key.Name);
        }
    }

    internal ObjectPage Page(ResourceType type, string? @namespace, Func<JsonObject, bool> wanted, int limit) => Locked(() =>
    {
        var all = Of(type).Where(o => IsIn(o.Key, @namespace) && wanted(o.Value)).Select(o => o.Value).ToArray();
        return Cut(new ObjectPage(_version, [], all), limit);
    });

    /// <summary>The page that a token of <see cref="Remember"/> stands for.</summary>
    internal ObjectPage NextPage(string token, int limit) => Locked(() =>
        _pages.TryGetValue(token, out var page)
            ? Cut(page, limit)
            : throw ApiException.Expired("The provided continue parameter is too old to display a consistent list result."));

    internal string Remember(ObjectPage page) => Locked(() =>
    {
        var token = Convert.ToBase64String(Guid.NewGuid().ToByteArray());
        _pages[token] = page;
        return token;
    });

    internal StoreWatch Watch(ResourceType type, string? @namespace, Func<JsonObject, bool> wanted, long? since, bool takesBookmarks) => Locked(() =>
    {
        if (since < _oldest && !Breaks(Misbehaviour.NeverExpires))
        {
            throw ApiException.Expired($"too old resource version: {since} ({_version})");
        }

        var watch = new StoreWatch(type, @namespace, wanted, takesBookmarks) { HidesDeletes = Breaks(Misbehaviour.HidesDeletes), HidesUnmatched = Breaks(Misbehaviour.KeepsUnmatched) };
        if (since is null)
        {
            foreach (var item in Of(type).Where(o => IsIn(o.Key, @namespace) && wanted(o.Value)))
            {
                watch.Send("ADDED", item.Value);
            }
        }

        foreach (var change in _events.Where(e => e.Version > since))
        {
            watch.See(change);
        }

        _watches.Add(watch);
        return watch;
    });

    internal void Leave(StoreWatch watch) => Locked(() => _watches.Remove(watch));

    internal void EachWatch(Action<StoreWatch, long> act, long versionsAhead = 0) => Locked(() =>
    {
        _version += versionsAhead;
        _watches.ForEach(w => act(w, _version));
        return 0;
    });

    internal void EndWatches() => Locked(() =>
    {
        _watches.ForEach(w => w.End());
        _watches.Clear();
        return 0;
    });

    /// <summary>Forgets the past: watches and pages of older versions are gone.</summary>
    internal void Compact() => Locked(() =>
    {
        _oldest = _version += 10;
        _events.Clear();
        _pages.Clear();
        return 0;
    });

    private static bool IsIn(string sortKey, string? @namespace) => @namespace is null || sortKey.StartsWith(@namespace + "/", StringComparison.Ordinal);

    private static ObjectPage Cut(ObjectPage page, int limit) =>
        limit <= 0 ? page with { Items = page.Rest, Rest = [] } : page with { Items = page.Rest[..Math.Min(limit, page.Rest.Length)], Rest = page.Rest[Math.Min(limit, page.Rest.Length)..] };

    // What only the server writes stays; a changed spec is a new generation.
    private static void Keep(ObjectKey key, JsonObject old, JsonObject next)
    {
        var metadata = next.Into("metadata");
        foreach (var name in new[] { "uid", "creationTimestamp", "resourceVersion", "name", "namespace" })
        {
            metadata[name] = old.At("metadata." + name)?.DeepClone();
        }

        if (metadata["namespace"] is null)
        {
            metadata.Remove("namespace");
        }

        if (key.Type.HasStatus)
        {
            metadata["generation"] = (old.Number("metadata.generation") ?? 1) + (JsonNode.DeepEquals(old["spec"], next["spec"]) ? 0 : 1);
        }
    }

    private static bool IsDone(JsonObject item) =>
        item.Text("metadata.deletionTimestamp") is not null && item.At("metadata.finalizers") is null or JsonArray { Count: 0 }
        && item.At("spec.finalizers") is null or JsonArray { Count: 0 }
        && item.Text("metadata.deletionGracePeriodSeconds") is null or "0";

    private JsonObject? Peek(ObjectKey key) => Of(key.Type).GetValueOrDefault(key.SortKey);

    private SortedDictionary<string, JsonObject> Of(ResourceType type) =>
        _objects.TryGetValue(type, out var known) ? known : _objects[type] = new SortedDictionary<string, JsonObject>(StringComparer.Ordinal);

    private JsonObject Store(ObjectKey key, JsonObject? old, JsonObject next)
    {
        _version++;
        next.Into("metadata")["resourceVersion"] = (old is not null && Breaks(Misbehaviour.KeepsVersions) ? old.Text("metadata.resourceVersion") : null) ?? _version.ToString();
        Of(key.Type)[key.SortKey] = next;
        Publish(new StoreEvent(_version, key, old, next));
        return next;
    }

    private JsonObject Remove(ObjectKey key, JsonObject last)
    {
        Of(key.Type).Remove(key.SortKey);
        Publish(new StoreEvent(++_version, key, last, null));
        return last.Clone();
    }

    private void Publish(StoreEvent change)
    {
        _events.Add(change);
        _watches.ForEach(w => w.See(change));
    }

    private T Locked<T>(Func<T> act)
    {
        lock (_gate)
        {
            return act();
        }
    }
}
