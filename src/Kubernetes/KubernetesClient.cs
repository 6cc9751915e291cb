using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SageServe.Kubernetes;

/// <summary>The few calls of the Kubernetes API that are needed. Every call has a limit; refusals become <see cref="KubernetesException"/>.</summary>
public sealed class KubernetesClient(HttpClient http, TimeProvider time) : IDisposable
{
    private const int PageSize = 500;
    private const string MergePatch = "application/merge-patch+json";

    private readonly KubernetesCalls _calls = new(http, time);

    public KubernetesClient(KubernetesAccess access, TimeProvider time)
        : this(KubernetesHttp.Create(access), time)
    {
    }

    public void Dispose() => _calls.Dispose();

    /// <param name="namespace">Namespace of the workload.</param>
    /// <param name="workloads">For example <c>apis/apps/v1</c>/<c>deployments</c>, as one path.</param>
    /// <param name="name">Its name.</param>
    /// <param name="cancel">Gives up.</param>
    public Task<Scale> GetScaleAsync(string @namespace, string workloads, string name, CancellationToken cancel) =>
        _calls.SendAsync(HttpMethod.Get, ScalePath(@namespace, workloads, name), null, KubernetesJson.Default.Scale, cancel);

    /// <summary>Sets the wanted replicas and touches nothing else.</summary>
    /// <param name="namespace">Namespace of the workload.</param>
    /// <param name="workloads">As in <see cref="GetScaleAsync"/>.</param>
    /// <param name="name">Its name.</param>
    /// <param name="replicas">Wanted from now on.</param>
    /// <param name="cancel">Gives up.</param>
    /// <param name="version">Resource version of the scale that was read: a conflict when it is not the current one. Null: whatever it is.</param>
    public Task<Scale> PatchScaleAsync(string @namespace, string workloads, string name, int replicas, CancellationToken cancel, string? version = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(replicas);
        var patch = new JsonObject { ["spec"] = new JsonObject { ["replicas"] = replicas } };
        if (version is not null)
        {
            patch["metadata"] = new JsonObject { ["resourceVersion"] = version };
        }

        return _calls.SendAsync(HttpMethod.Patch, ScalePath(@namespace, workloads, name), (Bytes(patch), MergePatch), KubernetesJson.Default.Scale, cancel);
    }

    /// <summary>Sets annotations of a pod; null takes one away. Others stay.</summary>
    /// <param name="namespace">Namespace of the pod.</param>
    /// <param name="pod">Its name.</param>
    /// <param name="annotations">By name.</param>
    /// <param name="cancel">Gives up.</param>
    /// <param name="version">Resource version of the pod that was read: a conflict when it is not the current one. Null: whatever it is.</param>
    public Task<Pod> AnnotatePodAsync(string @namespace, string pod, IReadOnlyDictionary<string, string?> annotations, CancellationToken cancel, string? version = null)
    {
        var metadata = new JsonObject { ["annotations"] = new JsonObject(annotations.Select(a => KeyValuePair.Create(a.Key, (JsonNode?)a.Value))) };
        if (version is not null)
        {
            metadata["resourceVersion"] = version;
        }

        var path = $"{ResourceKinds.Pods.Path(@namespace)}/{Uri.EscapeDataString(pod)}";
        return _calls.SendAsync(HttpMethod.Patch, path, (Bytes(new JsonObject { ["metadata"] = metadata }), MergePatch), KubernetesJson.Default.Pod, cancel);
    }

    public Task<T> GetAsync<T>(ResourceKind<T> kind, string @namespace, string name, CancellationToken cancel)
        where T : IKubernetesObject =>
        _calls.SendAsync(HttpMethod.Get, $"{kind.Path(@namespace)}/{Uri.EscapeDataString(name)}", null, kind.Item, cancel);

    /// <summary>Makes an object in the namespace that it names; a conflict when there is one of that name.</summary>
    public Task<T> CreateAsync<T>(ResourceKind<T> kind, T item, CancellationToken cancel)
        where T : IKubernetesObject =>
        _calls.SendAsync(HttpMethod.Post, kind.Path(item.Metadata.Namespace!), Json(kind, item), kind.Item, cancel);

    /// <summary>Replaces an object; refused with a conflict when its resource version is not the current one.</summary>
    public Task<T> ReplaceAsync<T>(ResourceKind<T> kind, T item, CancellationToken cancel)
        where T : IKubernetesObject =>
        _calls.SendAsync(HttpMethod.Put, $"{kind.Path(item.Metadata.Namespace!)}/{Uri.EscapeDataString(item.Metadata.Name)}", Json(kind, item), kind.Item, cancel);

    /// <summary>All objects of a kind, page by page, and the version from which a watch misses nothing.</summary>
    public async Task<ResourceList<T>> ListAsync<T>(ResourceKind<T> kind, string @namespace, string? labelSelector, CancellationToken cancel)
        where T : IKubernetesObject
    {
        var items = new List<T>();
        string? next = null;
        while (true)
        {
            var path = $"{kind.Path(@namespace)}?limit={PageSize}{Query("labelSelector", labelSelector)}{Query("continue", next)}";
            var page = await _calls.SendAsync(HttpMethod.Get, path, null, kind.List, cancel);
            items.AddRange(page.Items);
            next = page.Metadata.Continue;
            if (string.IsNullOrEmpty(next))
            {
                return page with { Items = items };
            }
        }
    }

    public Task<Lease> GetLeaseAsync(string @namespace, string name, CancellationToken cancel) => GetAsync(ResourceKinds.Leases, @namespace, name, cancel);

    public Task<Lease> CreateLeaseAsync(Lease lease, CancellationToken cancel) => CreateAsync(ResourceKinds.Leases, lease, cancel);

    /// <summary>Replaces the lease; refused with a conflict when its resource version is not the current one.</summary>
    public Task<Lease> ReplaceLeaseAsync(Lease lease, CancellationToken cancel) => ReplaceAsync(ResourceKinds.Leases, lease, cancel);

    /// <summary>Opens a watch; the lines go on until the server ends them.</summary>
    internal Task<HttpResponseMessage> OpenWatchAsync<T>(ResourceKind<T> kind, string @namespace, string? labelSelector, string version, TimeSpan serverLimit, CancellationToken cancel)
        where T : IKubernetesObject
    {
        var seconds = ((int)serverLimit.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        return _calls.OpenAsync(
            $"{kind.Path(@namespace)}?watch=true&allowWatchBookmarks=true&timeoutSeconds={seconds}{Query("resourceVersion", version)}{Query("labelSelector", labelSelector)}", cancel);
    }

    private static byte[] Bytes(JsonObject json) => System.Text.Encoding.UTF8.GetBytes(json.ToJsonString());

    private static (byte[] Bytes, string Type) Json<T>(ResourceKind<T> kind, T item)
        where T : IKubernetesObject =>
        (JsonSerializer.SerializeToUtf8Bytes(item, kind.Item), "application/json");

    private static string ScalePath(string @namespace, string workloads, string name)
    {
        var slash = workloads.LastIndexOf('/');
        return $"{workloads[..slash]}/namespaces/{Uri.EscapeDataString(@namespace)}{workloads[slash..]}/{Uri.EscapeDataString(name)}/scale";
    }

    private static string Query(string name, string? value) =>
        string.IsNullOrEmpty(value) ? "" : $"&{name}={Uri.EscapeDataString(value)}";
}
