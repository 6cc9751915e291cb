using System.Net.Http.Json;
using System.Text.Json;

namespace SageServe.Cli;

/// <summary>Asks the run's processes over their admin and control addresses. Every call has a short deadline.</summary>
internal sealed class AdminClient : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromSeconds(5) };

    /// <summary>Null when it is ready; else why not.</summary>
    public async Task<string?> NotReadyBecauseAsync(Uri address, string path, CancellationToken stop)
    {
        try
        {
            using var response = await _http.GetAsync(new Uri(address, path), stop);
            return response.IsSuccessStatusCode ? null : $"{(int)response.StatusCode} {await response.Content.ReadAsStringAsync(stop)}";
        }
        catch (HttpRequestException e)
        {
            return e.Message;
        }
    }

    public async Task<ReplicaListDocument> ReplicasAsync(Uri control, bool all, CancellationToken stop) =>
        await _http.GetFromJsonAsync(new Uri(control, all ? "/control/replicas?all=true" : "/control/replicas"), SharedJson.Default.ReplicaListDocument, stop)
        ?? throw new RunFailedException($"{control} answered null.");

    /// <summary>A JSON answer, or null when the process cannot give it now.</summary>
    public async Task<JsonDocument?> TryJsonAsync(Uri address, string path, CancellationToken stop)
    {
        try
        {
            using var response = await _http.GetAsync(new Uri(address, path), stop);
            return response.IsSuccessStatusCode ? await JsonDocument.ParseAsync(await response.Content.ReadAsStreamAsync(stop), cancellationToken: stop) : null;
        }
        catch (Exception e) when (e is HttpRequestException or JsonException or OperationCanceledException && !stop.IsCancellationRequested)
        {
            return null;
        }
    }

    public async Task<byte[]> MetricsAsync(Uri admin, CancellationToken stop) => await _http.GetByteArrayAsync(new Uri(admin, "/metrics"), stop);

    public void Dispose() => _http.Dispose();
}
