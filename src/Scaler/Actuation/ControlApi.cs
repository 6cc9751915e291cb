using System.Net.Http.Json;

namespace SageServe.Scaler;

/// <summary>The control API of a process that hosts local replicas. Whatever is no success throws.</summary>
internal sealed class ControlApi(HttpClient http, string baseUrl, Func<TimeSpan> timeout)
{
    public Task<ReplicaListDocument> ListAsync(CancellationToken stop) =>
        LimitedAsync(
            async limit => await http.GetFromJsonAsync(Address("replicas"), SharedJson.Default.ReplicaListDocument, limit)
                ?? throw new HttpRequestException("The control API answered nothing."),
            stop);

    /// <summary>The new replicas.</summary>
    public Task<ReplicaListDocument> StartAsync(StartReplicasDocument start, CancellationToken stop) =>
        LimitedAsync(
            async limit =>
            {
                using var response = await http.PostAsJsonAsync(Address("replicas"), start, SharedJson.Default.StartReplicasDocument, limit);
                await RequireSuccessAsync(response, limit);
                return await response.Content.ReadFromJsonAsync(SharedJson.Default.ReplicaListDocument, limit)
                    ?? throw new HttpRequestException("The control API answered nothing.");
            },
            stop);

    /// <summary>It takes nothing new, and stops when idle or at the limit.</summary>
    public Task DrainAsync(InstanceId id, TimeSpan limit, CancellationToken stop) =>
        SendAsync(HttpMethod.Post, $"replicas/{Uri.EscapeDataString(id.Value)}/drain?limitSeconds={(int)Math.Ceiling(limit.TotalSeconds)}", stop);

    /// <summary>It stops now.</summary>
    public Task StopAsync(InstanceId id, CancellationToken stop) =>
        SendAsync(HttpMethod.Delete, $"replicas/{Uri.EscapeDataString(id.Value)}", stop);

    /// <summary>An engine of a co-resident group gives its GPUs up: vLLM's sleep mode, level 1.</summary>
    public Task SleepAsync(string engine, CancellationToken stop) => SendAsync(HttpMethod.Post, new Uri($"{engine.TrimEnd('/')}/sleep?level=1"), stop);

    /// <summary>It takes them again.</summary>
    public Task WakeAsync(string engine, CancellationToken stop) => SendAsync(HttpMethod.Post, new Uri($"{engine.TrimEnd('/')}/wake_up"), stop);

    private Task<bool> SendAsync(HttpMethod method, string path, CancellationToken stop) => SendAsync(method, Address(path), stop);

    private Task<bool> SendAsync(HttpMethod method, Uri address, CancellationToken stop) =>
        LimitedAsync(
            async limit =>
            {
                using var request = new HttpRequestMessage(method, address);
                using var response = await http.SendAsync(request, limit);
                await RequireSuccessAsync(response, limit);
                return true;
            },
            stop);

    private static async Task RequireSuccessAsync(HttpResponseMessage response, CancellationToken limit)
    {
        if (!response.IsSuccessStatusCode)
        {
            var text = await response.Content.ReadAsStringAsync(limit);
            throw new HttpRequestException($"{(int)response.StatusCode}: {text}");
        }
    }

    private async Task<T> LimitedAsync<T>(Func<CancellationToken, Task<T>> call, CancellationToken stop)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var most = timeout();
        limit.CancelAfter(most);
        try
        {
            return await call(limit.Token);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            throw new HttpRequestException($"No answer from {baseUrl} within {most.TotalSeconds:0.#} s.");
        }
        catch (System.Text.Json.JsonException e)
        {
            throw new HttpRequestException($"{baseUrl} did not answer as a control API: {e.Message}", e);
        }
    }

    private Uri Address(string path) => new($"{baseUrl.TrimEnd('/')}/control/{path}");
}
