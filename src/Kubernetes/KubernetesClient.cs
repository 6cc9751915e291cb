using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace SageServe.Kubernetes;

/// <summary>The few calls to the API server that the product makes. Each has a deadline; a refusal is a <see cref="KubernetesException"/>.</summary>
public sealed class KubernetesClient(HttpClient http, TimeProvider time) : IDisposable
{
    private const int PageSize = 500;
    private static readonly TimeSpan CallLimit = TimeSpan.FromSeconds(10);

    public KubernetesClient(KubernetesAccess access, TimeProvider time)
        : this(KubernetesHttp.Create(access), time)
    {
    }

    /// <param name="namespace">Namespace of the workload.</param>
    /// <param name="workloads">For example <c>apis/apps/v1</c>/<c>deployments</c>, as one path.</param>
    /// <param name="name">Its name.</param>
    /// <param name="cancel">Gives up.</param>
    public Task<Scale> GetScaleAsync(string @namespace, string workloads, string name, CancellationToken cancel) =>
        SendAsync(HttpMethod.Get, ScalePath(@namespace, workloads, name), null, KubernetesJson.Default.Scale, cancel);

    /// <summary>Sets the wanted replicas and touches nothing else.</summary>
    public Task<Scale> PatchScaleAsync(string @namespace, string workloads, string name, int replicas, CancellationToken cancel)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(replicas);
        var patch = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $$$"""{"spec":{"replicas":{{{replicas}}}}}"""));
        return SendAsync(HttpMethod.Patch, ScalePath(@namespace, workloads, name), (patch, "application/merge-patch+json"), KubernetesJson.Default.Scale, cancel);
    }

    /// <summary>All objects of a kind, page by page, and the version from which a watch misses nothing.</summary>
    public async Task<ResourceList<T>> ListAsync<T>(ResourceKind<T> kind, string @namespace, string? labelSelector, CancellationToken cancel)
        where T : IKubernetesObject
    {
        var items = new List<T>();
        string? next = null;
        while (true)
        {
            var path = $"{kind.Path(@namespace)}?limit={PageSize}{Query("labelSelector", labelSelector)}{Query("continue", next)}";
            var page = await SendAsync(HttpMethod.Get, path, null, kind.List, cancel);
            items.AddRange(page.Items);
            next = page.Metadata.Continue;
            if (string.IsNullOrEmpty(next))
            {
                return page with { Items = items };
            }
        }
    }

    /// <summary>Opens a watch; the lines go on until the server ends them.</summary>
    internal async Task<HttpResponseMessage> OpenWatchAsync<T>(ResourceKind<T> kind, string @namespace, string? labelSelector, string version, TimeSpan serverLimit, CancellationToken cancel)
        where T : IKubernetesObject
    {
        var seconds = ((int)serverLimit.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        var path = $"{kind.Path(@namespace)}?watch=true&allowWatchBookmarks=true&timeoutSeconds={seconds}{Query("resourceVersion", version)}{Query("labelSelector", labelSelector)}";
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancel);
        if (!response.IsSuccessStatusCode)
        {
            using (response)
            {
                throw await RefusalAsync(response, cancel);
            }
        }

        return response;
    }

    public Task<Lease> GetLeaseAsync(string @namespace, string name, CancellationToken cancel) =>
        SendAsync(HttpMethod.Get, $"{LeasePath(@namespace)}/{Uri.EscapeDataString(name)}", null, KubernetesJson.Default.Lease, cancel);

    public Task<Lease> CreateLeaseAsync(Lease lease, CancellationToken cancel) =>
        SendAsync(HttpMethod.Post, LeasePath(lease.Metadata.Namespace!), Json(lease), KubernetesJson.Default.Lease, cancel);

    /// <summary>Replaces the lease; refused with a conflict when its resource version is not the current one.</summary>
    public Task<Lease> ReplaceLeaseAsync(Lease lease, CancellationToken cancel) =>
        SendAsync(HttpMethod.Put, $"{LeasePath(lease.Metadata.Namespace!)}/{Uri.EscapeDataString(lease.Metadata.Name)}", Json(lease), KubernetesJson.Default.Lease, cancel);

    public void Dispose() => http.Dispose();

    private async Task<T> SendAsync<T>(HttpMethod method, string path, (byte[] Bytes, string Type)? body, JsonTypeInfo<T> answer, CancellationToken cancel)
    {
        using var limit = new CancellationTokenSource(CallLimit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancel);
        using var request = new HttpRequestMessage(method, path);
        if (body is { } content)
        {
            request.Content = new ByteArrayContent(content.Bytes);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue(content.Type);
        }

        try
        {
            using var response = await http.SendAsync(request, either.Token);
            if (!response.IsSuccessStatusCode)
            {
                throw await RefusalAsync(response, either.Token);
            }

            await using var stream = await response.Content.ReadAsStreamAsync(either.Token);
            return await JsonSerializer.DeserializeAsync(stream, answer, either.Token)
                ?? throw new KubernetesException($"{method} {path}: an empty answer.");
        }
        catch (OperationCanceledException e) when (limit.IsCancellationRequested && !cancel.IsCancellationRequested)
        {
            throw new KubernetesException($"{method} {path}: no answer within {CallLimit.TotalSeconds:0} s.", e);
        }
    }

    private static async Task<KubernetesException> RefusalAsync(HttpResponseMessage response, CancellationToken cancel)
    {
        var text = await response.Content.ReadAsStringAsync(cancel);
        StatusDocument? status = null;
        try
        {
            status = JsonSerializer.Deserialize(text, KubernetesJson.Default.StatusDocument);
        }
        catch (JsonException)
        {
            // A proxy in between answers as it likes; its text is the message.
        }

        return new KubernetesException(response.StatusCode, status?.Reason, $"{(int)response.StatusCode} {status?.Reason}: {status?.Message ?? text}");
    }

    private static (byte[] Bytes, string Type) Json(Lease lease) =>
        (JsonSerializer.SerializeToUtf8Bytes(lease, KubernetesJson.Default.Lease), "application/json");

    private static string ScalePath(string @namespace, string workloads, string name)
    {
        var slash = workloads.LastIndexOf('/');
        return $"{workloads[..slash]}/namespaces/{Uri.EscapeDataString(@namespace)}{workloads[slash..]}/{Uri.EscapeDataString(name)}/scale";
    }

    private static string LeasePath(string @namespace) =>
        $"apis/coordination.k8s.io/v1/namespaces/{Uri.EscapeDataString(@namespace)}/leases";

    private static string Query(string name, string? value) =>
        string.IsNullOrEmpty(value) ? "" : $"&{name}={Uri.EscapeDataString(value)}";
}
